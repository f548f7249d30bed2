import { MAX_DIAGNOSES, MAX_DIAGNOSIS_CHARACTERS, MAX_RANKS } from "#domain/diagnosis.ts";
import { makeCombobox } from "./combobox.ts";
import { make, makeButton, makeLive, part } from "./dom.ts";
import { draw, type Drawing } from "./drawing.ts";
import { findTerms } from "./find-terms.ts";
import { add, moveDown, moveUp, remove, tie, untie } from "./ranking.ts";
import type { Change, Entry, Limits, Ranking, Spot } from "./ranking.ts";
import { addSlider } from "./slider.ts";

const LIMITS: Limits = { ranks: MAX_RANKS, diagnoses: MAX_DIAGNOSES };

/**
 * Turns the ten rows of the answer form into a list that one orders: add, move, tie, remove; by keyboard, by touch, read out.
 * The rows stay in the form, hidden, and are what is sent.
 */
class ConsiliumDifferential extends HTMLElement {
  #ranking: Ranking = [];
  /** What the server found wrong, by the text it is about; gone with the diagnosis. */
  readonly #faults = new Map<string, string>();
  readonly #list = make("ol", { class: "ranked", "aria-label": "Your ranking, likeliest first" });
  readonly #live = makeLive();
  readonly #note = make("p", { class: "soft" });
  readonly #input = make("input", {
    class: "input",
    id: "differential-add",
    maxlength: MAX_DIAGNOSIS_CHARACTERS,
    autocomplete: "off",
    enterkeyhint: "done",
    dir: "auto",
  });
  #rows: HTMLElement[] = [];

  connectedCallback(): void {
    const rows = part(this, "rows");
    const form = this.closest("form");
    if (rows === null || form === null || this.#rows.length > 0) return;
    this.#rows = [...rows.children].filter((row) => row instanceof HTMLElement);
    this.#ranking = this.#read();
    rows.hidden = true;
    // The error summary leads to these ids: they belong to what is in sight.
    for (const control of rows.querySelectorAll("[id]")) control.removeAttribute("id");
    rows.after(this.#list, this.#adder(), this.#note, this.#live);
    // After the combobox, whose Enter takes the marked choice.
    this.#input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      this.#add();
    });
    // What is typed and not yet added is meant to be sent too.
    form.addEventListener("submit", () => this.#add());
    const confidence = form.querySelector("input[name=confidence]");
    if (confidence instanceof HTMLInputElement) addSlider(confidence);
    this.#show();
  }

  #read(): Ranking {
    const ranks = new Map<number, Entry[]>();
    for (const row of this.#rows) {
      const { text, rank, code } = controls(row);
      const value = text?.value.trim() ?? "";
      if (value === "") continue;
      const number = Number(rank?.value);
      ranks.set(number, [...(ranks.get(number) ?? []), { text: value, code: code?.value ?? "" }]);
      const fault = row.querySelector(".fault")?.textContent;
      if (fault !== undefined) this.#faults.set(value, fault);
    }
    return [...ranks].sort(([one], [other]) => one - other).map(([, entries]) => entries);
  }

  #adder(): HTMLElement {
    const terms = this.dataset["terms"];
    const choices =
      terms === undefined
        ? []
        : [
            makeCombobox(this.#input, {
              find: (typed, signal) => findTerms(terms, typed, signal),
              choose: (choice) => this.#add(choice),
              say: (words) => (this.#live.textContent = words),
            }),
          ];
    return make(
      "div",
      { class: "ranked-add" },
      make("label", { for: this.#input.id }, "Add a diagnosis"),
      make("div", { class: "combobox" }, this.#input, ...choices),
      makeButton("Add", () => this.#add(), { class: "button quiet" }),
    );
  }

  /** Adds what was chosen, or what was typed as it is. */
  #add({ text, code }: Entry = { text: this.#input.value.trim(), code: "" }): void {
    if (text === "") return;
    const change = add(this.#ranking, { text, code }, LIMITS);
    if (change.spot !== undefined) this.#input.value = "";
    this.#apply(change);
    this.#input.focus();
  }

  #apply(change: Change, focus?: string): void {
    this.#ranking = change.ranking;
    this.#show();
    this.#live.textContent = change.said;
    this.#note.textContent = change.spot === undefined ? change.said : "";
    if (focus === undefined) return;
    const item = change.spot === undefined ? null : this.#itemAt(change.spot);
    const same = item?.querySelector<HTMLButtonElement>(`[data-act="${focus}"]:not(:disabled)`);
    (same ?? item?.querySelector<HTMLButtonElement>("button:not(:disabled)") ?? this.#input).focus();
  }

  #itemAt(spot: Spot): Element | null {
    return this.#list.children[spot.rank]?.querySelectorAll(".ranked-item")[spot.place] ?? null;
  }

  /** Draws the list, and writes it into the hidden rows. */
  #show(): void {
    let number = 0;
    this.#list.replaceChildren(
      ...this.#ranking.map((rank, at) => {
        const items = rank.map((entry, place) =>
          this.#item(entry, { rank: at, place }, rank.length > 1, (number += 1)),
        );
        return make(
          "li",
          { class: "ranked-rank" },
          make("span", { class: "ranked-number", "aria-hidden": "true" }, String(at + 1)),
          make("ul", { "aria-label": rank.length > 1 ? `Rank ${at + 1}, tied` : `Rank ${at + 1}` }, ...items),
        );
      }),
    );
    this.#list.hidden = this.#ranking.length === 0;
    const entries = this.#ranking.flatMap((rank, at) => rank.map((entry) => ({ entry, rank: at + 1 })));
    for (const [index, row] of this.#rows.entries()) {
      const { text, rank, code } = controls(row);
      const filled = entries[index];
      if (text !== null) text.value = filled?.entry.text ?? "";
      if (code !== null) code.value = filled?.entry.code ?? "";
      if (rank !== null) rank.value = String(filled?.rank ?? MAX_RANKS);
    }
  }

  #item(entry: Entry, spot: Spot, tied: boolean, number: number): HTMLElement {
    const act = (name: Act, change: () => Change, possible = true): HTMLButtonElement =>
      makeButton(draw(ACTS[name].drawing), () => this.#apply(change(), name), {
        class: "ranked-act",
        "data-act": name,
        "aria-label": `${ACTS[name].words}: ${entry.text}`,
        title: ACTS[name].words,
        disabled: !possible,
      });
    const tools = make(
      "span",
      { class: "ranked-tools" },
      act("up", () => moveUp(this.#ranking, spot, LIMITS), tied || spot.rank > 0),
      act("down", () => moveDown(this.#ranking, spot, LIMITS), tied || spot.rank < this.#ranking.length - 1),
      tied && spot.place > 0
        ? act("untie", () => untie(this.#ranking, spot, LIMITS))
        : act("tie", () => tie(this.#ranking, spot), spot.rank > 0),
      act("remove", () => remove(this.#ranking, spot)),
    );
    const fault = this.#faults.get(entry.text);
    return make(
      "li",
      {
        class: fault === undefined ? "ranked-item" : "ranked-item faulty",
        id: `field-diagnosis-${number}`,
        tabindex: -1,
      },
      make("bdi", {}, entry.text),
      tools,
      ...(fault === undefined ? [] : [make("p", { class: "fault" }, fault)]),
    );
  }
}

const ACTS = {
  up: { drawing: "up", words: "Move up" },
  down: { drawing: "down", words: "Move down" },
  tie: { drawing: "tie", words: "Tie with the rank above" },
  untie: { drawing: "untie", words: "Untie" },
  remove: { drawing: "close", words: "Remove" },
} as const satisfies Record<string, { readonly drawing: Drawing; readonly words: string }>;
type Act = keyof typeof ACTS;

function controls(row: HTMLElement): {
  readonly text: HTMLInputElement | null;
  readonly rank: HTMLSelectElement | null;
  readonly code: HTMLInputElement | null;
} {
  return {
    text: row.querySelector<HTMLInputElement>('input[name^="diagnosis-"]'),
    rank: row.querySelector("select"),
    code: row.querySelector<HTMLInputElement>('input[name^="code-"]'),
  };
}

customElements.define("consilium-differential", ConsiliumDifferential);
