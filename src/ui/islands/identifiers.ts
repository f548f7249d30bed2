import { make, makeButton, makeLive } from "./dom.ts";

interface Found {
  readonly field: string;
  readonly start: number;
  readonly found: string;
  readonly words: string;
  readonly rewrite: string;
}
type Text = HTMLInputElement | HTMLTextAreaElement;

const isAnswer = (answer: unknown): answer is { readonly found: readonly Found[] } =>
  typeof answer === "object" && answer !== null && "found" in answer && Array.isArray(answer.found);

const WAIT_MS = 600;

/**
 * Says below each text of the form around it what may identify the patient, while somebody writes: asks `data-url` with the
 * texts a moment after the last key. A button writes something else there. The page after the form says it all once more,
 * so silence here, as when the server does not answer, lets nothing through.
 */
class ConsiliumIdentifiers extends HTMLElement {
  readonly #live = makeLive();
  #timer: number | undefined;
  #said = 0;

  connectedCallback(): void {
    this.append(this.#live);
    this.closest("form")?.addEventListener("input", this.#onInput);
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#timer);
    this.closest("form")?.removeEventListener("input", this.#onInput);
  }

  readonly #onInput = (): void => {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#check(), WAIT_MS);
  };

  #texts(): Map<string, Text> {
    const form = this.closest("form");
    const texts =
      form?.querySelectorAll<Text>("textarea[name], input[name^='alt-'], input[name='title']") ?? [];
    return new Map([...texts].map((text) => [text.name, text]));
  }

  async #check(): Promise<void> {
    const texts = this.#texts();
    const values = new Map([...texts].map(([name, text]) => [name, text.value]));
    const response = await fetch(this.dataset["url"] ?? "", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(Object.fromEntries(values)),
    }).catch(() => undefined);
    if (response?.ok !== true) return;
    const answer: unknown = await response.json();
    if (!isAnswer(answer)) return;
    const { found } = answer;
    for (const [name, text] of texts) {
      // What was typed meanwhile is asked about in a moment.
      if (text.value !== values.get(name)) continue;
      this.#show(
        text,
        found.filter(({ field }) => field === name),
      );
    }
    if (found.length !== this.#said) {
      this.#live.textContent =
        found.length === 0
          ? "Nothing is found any more that may identify the patient."
          : `${found.length} found that may identify the patient.`;
    }
    this.#said = found.length;
  }

  #show(text: Text, found: readonly Found[]): void {
    const place = text.closest(".field") ?? text.parentElement;
    place?.querySelector(":scope > .found")?.remove();
    if (found.length === 0) return;
    place?.append(make("ul", { class: "found" }, ...found.map((one) => this.#item(text, one))));
  }

  #item(text: Text, { start, found, words, rewrite }: Found): HTMLLIElement {
    const act = (): void => {
      if (text.value.slice(start, start + found.length) !== found) return;
      text.setRangeText(rewrite, start, start + found.length, "end");
      text.focus();
      void this.#check();
    };
    return make(
      "li",
      {},
      make("span", {}, make("mark", {}, found), ` may identify the patient: ${words}. `),
      makeButton(rewrite === "" ? "Take it out" : `Write “${rewrite}” instead`, act, { class: "link" }),
    );
  }
}

customElements.define("consilium-identifiers", ConsiliumIdentifiers);
