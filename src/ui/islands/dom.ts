type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Makes an element; an attribute that is `false` is left out, one that is `true` has no value. Text is text, never markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** A button that does not send its form. */
export function makeButton(
  face: string | Node,
  act: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const button = make("button", { type: "button", ...attributes }, face);
  button.addEventListener("click", act);
  return button;
}

/** A place whose changes are read out politely, and seen by nobody. */
export const makeLive = (): HTMLElement =>
  make("p", { class: "hidden-text", "aria-live": "polite", role: "status" });

/** Finds what the server marked with `data-part`. */
export const part = (root: ParentNode, name: string): HTMLElement | null =>
  root.querySelector<HTMLElement>(`[data-part="${name}"]`);
export const parts = (root: ParentNode, name: string): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>(`[data-part="${name}"]`),
];
