import { make } from "./dom.ts";

/** Something to choose from the list below the field. */
export interface Choice {
  readonly text: string;
  /** "system:code", or empty. */
  readonly code: string;
  /** Shown beside the text. */
  readonly note: string;
}

export interface ComboboxOptions {
  /** What to offer for what was typed; best first. Rejects with an `AbortError` when something else was typed meanwhile. */
  readonly find: (typed: string, signal: AbortSignal) => Promise<readonly Choice[]>;
  /** Somebody chose one. */
  readonly choose: (choice: Choice) => void;
  /** Read out politely. */
  readonly say: (words: string) => void;
}

const WAIT_MS = 80;

/**
 * Makes a text field an editable combobox with a list of choices (ARIA Authoring Practices Guide, "Combobox", list autocomplete with
 * manual selection): the focus stays in the field; arrows move through the list, Enter takes the marked choice, Escape closes the list.
 * Without a marked choice Enter is the field's own: what was typed can always stand as it is.
 */
export function makeCombobox(input: HTMLInputElement, { find, choose, say }: ComboboxOptions): HTMLElement {
  const list = make("ul", {
    class: "suggestions",
    id: `${input.id}-choices`,
    role: "listbox",
    "aria-label": "Diagnoses",
    hidden: true,
  });
  let choices: readonly Choice[] = [];
  let marked = -1;
  let timer: number | undefined;
  let asking = new AbortController();

  const mark = (index: number): void => {
    marked = index;
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(at === index));
      if (at === index) option.scrollIntoView({ block: "nearest" });
    }
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${list.id}-${index}`);
  };
  const show = (found: readonly Choice[]): void => {
    choices = found;
    list.replaceChildren(...found.map((choice, index) => optionOf(choice, `${list.id}-${index}`)));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    // On a phone the field may stand just above the bar at the bottom.
    if (found.length > 0) list.scrollIntoView({ block: "nearest" });
    mark(-1);
  };
  const close = (): void => {
    window.clearTimeout(timer);
    asking.abort();
    show([]);
  };
  const take = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    close();
    choose(choice);
  };
  const ask = async (): Promise<void> => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const found = await find(input.value, signal);
    if (signal.aborted || document.activeElement !== input) return;
    show(found);
    if (found.length > 0) say(`${found.length} ${found.length === 1 ? "suggestion" : "suggestions"}.`);
  };

  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(name, value);
  }
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    // Suggestions are an aid: where the server does not answer, the field is a plain one.
    timer = window.setTimeout(() => void ask().catch(() => show([])), WAIT_MS);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || choices.length === 0) return;
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      // One place beyond the list is the field itself.
      mark(((marked + 1 + step + choices.length + 1) % (choices.length + 1)) - 1);
    } else if (event.key === "Enter" && marked >= 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      take(choices[marked]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  // The field would lose the focus before the click, and close the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (option !== null) take(choices[[...list.children].indexOf(option)]);
  });
  return list;
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

const optionOf = ({ text, note }: Choice, id: string): HTMLElement =>
  make(
    "li",
    { id, role: "option", "aria-selected": "false" },
    make("bdi", {}, text),
    ...(note === "" ? [] : [make("small", {}, note)]),
  );
