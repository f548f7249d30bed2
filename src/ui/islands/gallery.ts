import { part, parts } from "./dom.ts";
import { openViewer } from "./viewer.ts";
import type { Shot } from "./viewer.ts";

/** Lets thumbnails switch the large image, and the large image open in the viewer. Links that open elsewhere still do. */
class ConsiliumGallery extends HTMLElement {
  #at = 0;
  #ready = false;

  connectedCallback(): void {
    const main = part(this, "main");
    if (this.#ready || !(main instanceof HTMLAnchorElement)) return;
    this.#ready = true;
    const shots = this.#shots(main);
    main.addEventListener("click", (event) => {
      if (!plain(event)) return;
      event.preventDefault();
      openViewer(shots, this.#at, (at) => this.#show(main, shots, at));
    });
    for (const [at, thumb] of parts(this, "thumb").entries()) {
      thumb.addEventListener("click", (event) => {
        // A graphic image stays covered until its own page is asked for.
        if (!plain(event) || "graphic" in thumb.dataset) return;
        event.preventDefault();
        this.#show(main, shots, at);
      });
    }
  }

  #shots(main: HTMLAnchorElement): Shot[] {
    const thumbs = parts(this, "thumb").filter((thumb) => thumb instanceof HTMLAnchorElement);
    const alt = main.querySelector("img")?.alt ?? "";
    if (thumbs.length === 0) return [{ url: main.href, alt }];
    return thumbs.map((thumb) => ({ url: thumb.href, alt: thumb.querySelector("img")?.alt ?? "" }));
  }

  #show(main: HTMLAnchorElement, shots: readonly Shot[], at: number): void {
    const shot = shots[at];
    const image = main.querySelector("img");
    const thumb = parts(this, "thumb")[at];
    if (shot === undefined || image === null) return;
    this.#at = at;
    main.href = shot.url;
    image.src = shot.url;
    image.alt = shot.alt;
    image.width = Number(thumb?.dataset["width"] ?? image.width);
    image.height = Number(thumb?.dataset["height"] ?? image.height);
    const caption = part(this, "caption");
    if (caption !== null) caption.textContent = shot.alt;
    const position = part(this, "position");
    if (position !== null) position.textContent = `${at + 1} of ${shots.length}`;
    for (const other of parts(this, "thumb")) other.removeAttribute("aria-current");
    thumb?.setAttribute("aria-current", "true");
  }
}

/** Whether a click is meant for this page: not for a new tab, a window or a download. */
const plain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

customElements.define("consilium-gallery", ConsiliumGallery);
