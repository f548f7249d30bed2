/** How an image lies in its frame: `scale` 1 is fitted; `x` and `y` are pixels off the middle. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const FITTED: View = { scale: 1, x: 0, y: 0 };
const LARGEST = 8;

/** The point of the screen that stays where it is while zooming, in pixels from the middle of the frame. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Zooms by a factor about a point; stays between fitted and eight times that. */
export function zoomBy(view: View, factor: number, about: Point, frame: Size): View {
  const scale = Math.min(Math.max(view.scale * factor, 1), LARGEST);
  const by = scale / view.scale;
  return within({ scale, x: about.x - (about.x - view.x) * by, y: about.y - (about.y - view.y) * by }, frame);
}

/** Moves the image; it cannot leave its frame. */
export const panBy = (view: View, by: Point, frame: Size): View =>
  within({ ...view, x: view.x + by.x, y: view.y + by.y }, frame);

/** Pixels of the frame. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

function within({ scale, x, y }: View, frame: Size): View {
  const most = { x: (frame.width * (scale - 1)) / 2, y: (frame.height * (scale - 1)) / 2 };
  return { scale, x: clamp(x, most.x), y: clamp(y, most.y) };
}

// Adding 0 turns -0 into 0.
const clamp = (value: number, most: number): number => Math.min(Math.max(value, -most), most) + 0;
