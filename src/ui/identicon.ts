import { crc32, deflateSync } from "node:zlib";

const SIDE = 240;
const CELLS = 5;

/** Grounds and figures that stay apart for most colour-blind eyes, red, green and blue. */
const COLOURS: readonly (readonly [Rgb, Rgb])[] = [
  [
    [224, 240, 238],
    [15, 107, 99],
  ],
  [
    [226, 236, 250],
    [38, 84, 160],
  ],
  [
    [243, 230, 244],
    [122, 46, 128],
  ],
  [
    [232, 241, 224],
    [74, 110, 36],
  ],
  [
    [251, 236, 222],
    [158, 84, 20],
  ],
  [
    [234, 236, 240],
    [64, 76, 96],
  ],
];
type Rgb = readonly [number, number, number];

/**
 * A picture that stands for a handle where an app wants a bitmap: five by five squares, mirrored, drawn from the handle
 * alone, so that it says nothing about the person. A PNG of 240 by 240.
 */
export function identicon(handle: string): Uint8Array<ArrayBuffer> {
  const bits = mix(handle);
  const [ground, figure] = COLOURS[bits % COLOURS.length] ?? [white, white];
  const isFigure = (x: number, y: number): boolean => {
    const column = Math.min(x, CELLS - 1 - x);
    return ((bits >>> (3 + y * 3 + column)) & 1) === 1;
  };
  const margin = 20;
  const cell = (SIDE - 2 * margin) / CELLS;
  return png(SIDE, SIDE, (x, y) => {
    const column = Math.floor((x - margin) / cell);
    const row = Math.floor((y - margin) / cell);
    const inside = column >= 0 && column < CELLS && row >= 0 && row < CELLS;
    return inside && isFigure(column, row) ? figure : ground;
  });
}

const white: Rgb = [255, 255, 255];

/** The plain band above a profile: a PNG of 600 by 200. */
export const band = (): Uint8Array<ArrayBuffer> => png(600, 200, () => [214, 226, 224]);

/** FNV-1a, then one round of xorshift. */
function mix(text: string): number {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  state ^= state << 13;
  state ^= state >>> 17;
  return (state ^ (state << 5)) >>> 0;
}

/** PNG (W3C, third edition): eight bits a channel, no filter. */
function png(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Rgb,
): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = 2;
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set(colourAt(x, y), y * (1 + width * 3) + 1 + x * 3);
  }
  return new Uint8Array(
    Buffer.concat([
      Buffer.from("\x89PNG\r\n\x1A\n", "latin1"),
      chunk("IHDR", header),
      chunk("IDAT", deflateSync(rows)),
      chunk("IEND", Buffer.alloc(0)),
    ]),
  );
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
