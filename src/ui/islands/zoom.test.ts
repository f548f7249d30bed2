import { expect, test } from "vitest";
import { FITTED, panBy, zoomBy } from "./zoom.ts";

const frame = { width: 400, height: 300 };

test("what lies under the finger stays there while zooming", () => {
  const view = zoomBy(FITTED, 2, { x: 100, y: -50 }, frame);
  // A point p of the fitted image is drawn at p * scale + offset.
  expect(view).toEqual({ scale: 2, x: -100, y: 50 });
  expect(100 * view.scale + view.x).toBe(100);
});

test("is never smaller than fitted nor larger than eight times that", () => {
  expect(zoomBy({ scale: 2, x: 90, y: 0 }, 0.1, { x: 0, y: 0 }, frame)).toEqual(FITTED);
  expect(zoomBy(FITTED, 100, { x: 0, y: 0 }, frame).scale).toBe(8);
});

test("cannot be dragged out of its frame", () => {
  expect(panBy({ scale: 2, x: 0, y: 0 }, { x: 999, y: -999 }, frame)).toEqual({ scale: 2, x: 200, y: -150 });
  expect(panBy(FITTED, { x: 10, y: 10 }, frame)).toEqual(FITTED);
});
