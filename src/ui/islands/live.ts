import { makeButton, makeLive } from "./dom.ts";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;

/**
 * Keeps one part of the page current. Listens to server-sent events at `data-url`; on `refresh` it fetches this page anew and swaps
 * the element whose id is `data-fragment`. While the reader has the focus inside that part it offers a button instead, so
 * that nothing moves under their hands. Silent while the page is hidden; catches up when it is looked at again.
 */
class ConsiliumLive extends HTMLElement {
  readonly #live = makeLive();
  #source: EventSource | undefined;
  #timer: number | undefined;
  #wait = FIRST_WAIT;
  /** Whether the connection was away, so that something may have been missed. */
  #missed = false;

  connectedCallback(): void {
    this.append(this.#live);
    document.addEventListener("visibilitychange", this.#onVisibility);
    if (!document.hidden) this.#open();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.#onVisibility);
    this.#close();
  }

  readonly #onVisibility = (): void => {
    if (document.hidden) {
      this.#close();
      this.#missed = true;
    } else this.#open();
  };

  #open(): void {
    const url = this.dataset["url"];
    if (url === undefined || this.#source !== undefined) return;
    const source = new EventSource(url);
    this.#source = source;
    source.addEventListener("open", () => {
      this.#wait = FIRST_WAIT;
      if (this.#missed) void this.#refresh();
      this.#missed = false;
    });
    source.addEventListener("refresh", () => void this.#refresh());
    source.addEventListener("error", () => {
      // The browser's own retries are constant: many pages would hammer a server that is just coming back.
      this.#close();
      this.#missed = true;
      this.#timer = window.setTimeout(() => this.#open(), this.#wait * (0.5 + Math.random() / 2));
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    });
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  async #refresh(): Promise<void> {
    const id = this.dataset["fragment"] ?? "";
    const old = document.querySelector(`#${CSS.escape(id)}`);
    if (old === null) return;
    const fresh = await fetchFragment(id);
    if (fresh === null || fresh.innerHTML === old.innerHTML) return;
    if (old.contains(document.activeElement)) this.#offer(old, fresh);
    else this.#swap(old, fresh);
  }

  #swap(old: Element, fresh: Element): void {
    const open = [...old.querySelectorAll("details[open][id]")].map((element) => element.id);
    old.replaceWith(document.adoptNode(fresh));
    for (const id of open) document.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    this.#live.textContent = this.dataset["words"] ?? "There is something new on this page.";
  }

  #offer(old: Element, fresh: Element): void {
    const button = makeButton(
      "Show what is new",
      () => {
        button.remove();
        this.#swap(old, fresh);
      },
      { class: "button" },
    );
    this.replaceChildren(this.#live, button);
    this.#live.textContent = "There is something new on this page.";
  }
}

/** The element of that id in this page as the server has it now; `null` where it is not there or nobody answers. */
async function fetchFragment(id: string): Promise<Element | null> {
  try {
    const response = await fetch(location.href, {
      headers: { accept: "text/html" },
      credentials: "same-origin",
    });
    if (!response.ok) return null;
    return new DOMParser()
      .parseFromString(await response.text(), "text/html")
      .querySelector(`#${CSS.escape(id)}`);
  } catch {
    return null;
  }
}

customElements.define("consilium-live", ConsiliumLive);
