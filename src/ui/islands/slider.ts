import { make } from "./dom.ts";

/**
 * Puts a slider beside a number field of 0 to 100, for thumbs; the field stays what is sent, and says what it holds.
 * While the field is empty the slider has no handle: a handle in the middle would look like an answer that nobody gave.
 */
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
  const note = make("p", { class: "soft" }, "Not chosen yet: touch the line, or type a number.");
  const follow = (): void => {
    const isChosen = field.value !== "";
    note.hidden = isChosen;
    slider.value = isChosen ? field.value : "50";
    slider.classList.toggle("unchosen", !isChosen);
    slider.setAttribute("aria-valuetext", isChosen ? `${field.value} %` : "not chosen yet");
  };
  const choose = (): void => {
    field.value = slider.value;
    follow();
  };
  slider.addEventListener("input", choose);
  // A tap just where the handle would be changes nothing of the slider, and is an answer all the same.
  slider.addEventListener("click", choose);
  field.addEventListener("input", follow);
  follow();
  const row = make("div", { class: "slider-row" });
  field.before(row);
  row.append(slider, field);
  row.after(note);
}
