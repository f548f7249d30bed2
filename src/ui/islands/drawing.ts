const SVG = "http://www.w3.org/2000/svg";

/** What the buttons of the islands show, on a 24 by 24 grid: fonts draw such signs each in their own way, or not at all. */
const DRAWINGS = {
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  tie: "M5 9h14M5 15h14",
  untie: "M5 9h14M5 15h14M15.5 5l-7 14",
  close: "M6 6l12 12M18 6L6 18",
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  more: "M12 5v14M5 12h14",
  less: "M5 12h14",
} as const;

export type Drawing = keyof typeof DRAWINGS;

/** A drawing for a button, whose label says what it means. */
export function draw(name: Drawing): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    class: "icon",
    viewBox: "0 0 24 24",
    "aria-hidden": "true",
    focusable: "false",
  })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWINGS[name]);
  svg.append(path);
  return svg;
}
