import { make } from "./dom.ts";

/** Puts a slider beside a number field of 0 to 100, for thumbs; the field stays what is sent, and says what it holds. */
export function addSlider(field: HTMLInputElement): void {
  const label = field.labels?.[0]?.textContent ?? "";
  const slider = make("input", {
    type: "range",
    min: 0,
    max: 100,
    step: 5,
    class: "slider",
    "aria-label": label,
  });
  slider.value = field.value === "" ? "50" : field.value;
  slider.addEventListener("input", () => {
    field.value = slider.value;
  });
  field.addEventListener("input", () => {
    slider.value = field.value;
  });
  const row = make("div", { class: "slider-row" });
  field.before(row);
  row.append(slider, field);
}
