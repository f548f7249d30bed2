import { make, makeButton, makeLive, part } from "./dom.ts";

/**
 * Turns the fixed rows for photos into one button that takes any number of them, and a row with a preview for each.
 * Every row keeps a file input of its own under the name that the server reads.
 */
class ConsiliumPhotos extends HTMLElement {
  readonly #live = makeLive();
  #ready = false;

  connectedCallback(): void {
    const place = part(this, "add");
    const rows = part(this, "rows");
    if (place === null || rows === null || this.#ready) return;
    this.#ready = true;
    for (const row of rows.querySelectorAll(".photo-row")) this.#adopt(row);
    const picker = make("input", {
      type: "file",
      id: "photos-add",
      multiple: true,
      accept: rows.querySelector("input[type=file]")?.getAttribute("accept") ?? "image/*",
    });
    picker.addEventListener("change", () => {
      this.#take([...(picker.files ?? [])]);
      picker.value = "";
    });
    const label = make(
      "label",
      { for: picker.id, class: "drop" },
      make("b", {}, "Add photos"),
      make("span", { class: "soft" }, "Choose, take or drop them here"),
    );
    place.append(label, picker, this.#live);
    picker.classList.add("over-drop");
    this.#tell("");
  }

  /** A row that the server sent: kept if it holds something or something is wrong with it, otherwise taken away. */
  #adopt(row: Element): void {
    const holds = part(row, "kept") !== null || row.querySelector(".fault") !== null;
    // The button that takes the whole row away does what the box is for.
    part(row, "remove")?.remove();
    if (holds) row.append(this.#remover(row));
    else row.remove();
  }

  #take(files: readonly File[]): void {
    const max = Number(this.dataset["max"] ?? 1);
    const maxBytes = Number(this.dataset["maxBytes"] ?? Infinity);
    const refused: string[] = [];
    let added = 0;
    for (const file of files) {
      const number = this.#free(max);
      if (file.size > maxBytes) refused.push(`${file.name} is larger than ${maxBytes / 1024 / 1024} MB.`);
      else if (number === undefined)
        refused.push(`A case holds at most ${max} photos; ${file.name} was left out.`);
      else {
        this.#addRow(number, file);
        added += 1;
      }
    }
    const words =
      added === 0 ? "" : `${added} ${added === 1 ? "photo" : "photos"} added. Say what each shows.`;
    this.#tell([words, ...refused].join(" ").trim(), refused.length > 0);
  }

  #free(max: number): number | undefined {
    const used = new Set(
      [...this.querySelectorAll<HTMLElement>(".photo-row")].map((row) => row.dataset["number"]),
    );
    return Array.from({ length: max }, (_, index) => index + 1).find((number) => !used.has(String(number)));
  }

  #addRow(number: number, file: File): void {
    const template = this.querySelector("template");
    const row = template?.content.querySelector(".photo-row")?.cloneNode(true);
    if (!(row instanceof HTMLElement)) return;
    renumber(row, number);
    const input = row.querySelector<HTMLInputElement>("input[type=file]");
    if (input === null) return;
    const transfer = new DataTransfer();
    transfer.items.add(file);
    input.files = transfer.files;
    const holder = part(row, "file");
    if (holder !== null) holder.hidden = true;
    row.prepend(preview(file, number), make("p", { class: "file-name" }, make("bdi", {}, file.name)));
    row.append(this.#remover(row));
    part(this, "rows")?.append(row);
  }

  #remover(row: Element): HTMLButtonElement {
    return makeButton(
      "Remove this photo",
      () => {
        row.remove();
        this.#tell("Photo removed.");
        this.querySelector<HTMLInputElement>("#photos-add")?.focus();
      },
      { class: "button quiet" },
    );
  }

  #tell(words: string, wrong = false): void {
    this.#live.textContent = words;
    this.#live.className = wrong ? "fault" : "hidden-text";
  }
}

/** Gives every name, id and reference in a row made from the template (number 0) the row's own number. */
function renumber(row: HTMLElement, number: number): void {
  row.dataset["number"] = String(number);
  for (const element of row.querySelectorAll("*")) {
    for (const attribute of ["id", "name", "for", "aria-describedby"]) {
      const value = element.getAttribute(attribute);
      if (value !== null) element.setAttribute(attribute, value.replaceAll(/-0\b/gu, `-${number}`));
    }
  }
  for (const label of row.querySelectorAll("label")) {
    if (label.textContent.includes(" 0")) label.textContent = label.textContent.replace(" 0", ` ${number}`);
  }
}

function preview(file: File, number: number): HTMLImageElement {
  const address = URL.createObjectURL(file);
  const image = make("img", { class: "preview", src: address, alt: `Preview of photo ${number}` });
  image.addEventListener("load", () => URL.revokeObjectURL(address));
  // A browser that cannot draw the format (TIFF, say) still sends it.
  image.addEventListener("error", () =>
    image.replaceWith(make("p", { class: "preview missing" }, "No preview")),
  );
  return image;
}

customElements.define("consilium-photos", ConsiliumPhotos);
