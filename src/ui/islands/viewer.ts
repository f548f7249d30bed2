import { make, makeButton, makeLive } from "./dom.ts";
import { draw } from "./drawing.ts";
import { FITTED, panBy, zoomBy } from "./zoom.ts";
import type { Point, Size, View } from "./zoom.ts";

export interface Shot {
  readonly url: string;
  readonly alt: string;
}

const STEP = 1.5;
const NUDGE = 60;

/**
 * Opens images over the whole page: zoom by button, wheel, double click, pinch and keys (+, −, 0), move by dragging and arrow keys,
 * next and previous, Escape closes. A modal `<dialog>` keeps the focus inside and gives it back afterwards.
 * `onShow` is told which image is in sight.
 */
export function openViewer(shots: readonly Shot[], start: number, onShow: (at: number) => void): void {
  const image = make("img", { class: "viewer-image", draggable: "false", alt: "" });
  const stage = make("div", { class: "viewer-stage" }, image);
  const caption = make("p", { class: "viewer-caption", dir: "auto" });
  const live = makeLive();
  const dialog = make("dialog", { class: "viewer", "aria-label": "Image viewer" });
  let at = start;
  let view: View = FITTED;

  const frame = (): Size => ({ width: stage.clientWidth, height: stage.clientHeight });
  const place = (next: View): void => {
    view = next;
    image.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    stage.classList.toggle("zoomed", view.scale > 1);
  };
  const zoom = (factor: number, about: Point = { x: 0, y: 0 }): void => {
    place(zoomBy(view, factor, about, frame()));
    live.textContent = `${Math.round(view.scale * 100)} %`;
  };
  const fit = (): void => place(FITTED);
  const show = (next: number): void => {
    const shot = shots[(next + shots.length) % shots.length];
    if (shot === undefined) return;
    at = (next + shots.length) % shots.length;
    image.src = shot.url;
    image.alt = shot.alt;
    caption.textContent = shots.length > 1 ? `${at + 1} of ${shots.length}: ${shot.alt}` : shot.alt;
    fit();
    onShow(at);
  };

  const tool = (face: string | Node, words: string, act: () => void): HTMLButtonElement =>
    makeButton(face, act, { class: "viewer-tool", "aria-label": words, title: words });
  const turning =
    shots.length > 1
      ? [
          tool(draw("previous"), "Previous image", () => show(at - 1)),
          tool(draw("next"), "Next image", () => show(at + 1)),
        ]
      : [];
  const tools = make(
    "div",
    { class: "viewer-tools" },
    tool(draw("less"), "Zoom out", () => zoom(1 / STEP)),
    tool(draw("more"), "Zoom in", () => zoom(STEP)),
    tool("Fit", "Fit to the screen", fit),
    ...turning,
    tool(draw("close"), "Close", () => dialog.close()),
  );
  dialog.append(stage, caption, tools, live);

  const keys: Readonly<Record<string, () => void>> = {
    "+": () => zoom(STEP),
    "=": () => zoom(STEP),
    "-": () => zoom(1 / STEP),
    "0": fit,
    ArrowLeft: () => (view.scale > 1 ? place(panBy(view, { x: NUDGE, y: 0 }, frame())) : show(at - 1)),
    ArrowRight: () => (view.scale > 1 ? place(panBy(view, { x: -NUDGE, y: 0 }, frame())) : show(at + 1)),
    ArrowUp: () => place(panBy(view, { x: 0, y: NUDGE }, frame())),
    ArrowDown: () => place(panBy(view, { x: 0, y: -NUDGE }, frame())),
  };
  dialog.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  });
  dialog.addEventListener("close", () => dialog.remove());
  handle(stage, {
    zoom,
    pan: (by) => place(panBy(view, by, frame())),
    toggle: (about) => (view.scale > 1 ? fit() : zoom(2.5, about)),
  });

  document.body.append(dialog);
  dialog.showModal();
  show(start);
}

interface Hands {
  readonly zoom: (factor: number, about: Point) => void;
  readonly pan: (by: Point) => void;
  readonly toggle: (about: Point) => void;
}

/** Wheel, double click, one pointer that drags, two that pinch. */
function handle(stage: HTMLElement, hands: Hands): void {
  const pointers = new Map<number, Point>();
  const fromMiddle = (point: Point): Point => {
    const box = stage.getBoundingClientRect();
    return { x: point.x - box.x - box.width / 2, y: point.y - box.y - box.height / 2 };
  };
  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      hands.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, fromMiddle(event));
    },
    { passive: false },
  );
  stage.addEventListener("dblclick", (event) => hands.toggle(fromMiddle(event)));
  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  for (const end of ["pointerup", "pointercancel"] as const)
    stage.addEventListener(end, (event) => pointers.delete(event.pointerId));
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    if (other === undefined) hands.pan({ x: now.x - before.x, y: now.y - before.y });
    else {
      const middle = fromMiddle({ x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
      hands.zoom(distance(now, other) / Math.max(distance(before, other), 1), middle);
    }
  });
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
