/** Segments without which no JPEG decodes (ITU-T T.81, table B.1): frame, tables, restart interval. */
const NEEDED = new Set([0xc0, 0xc2, 0xc4, 0xdb, 0xdd]);
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;

/**
 * Says what a JPEG holds beyond pixels, in words for a log: an application or comment segment, bytes before the start,
 * between segments or after the end. `undefined` when it holds nothing but what decoding needs. Walks every segment and
 * every scan; whatever it does not know counts as something.
 */
export function findBeyondPixels(jpeg: Uint8Array): string | undefined {
  const bytes = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  if (bytes[0] !== 0xff || bytes[1] !== START_OF_IMAGE) return "no start of image";
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) return `no marker at byte ${at}`;
    const marker = bytes[at + 1];
    if (marker === END_OF_IMAGE)
      return at + 2 === bytes.length ? undefined : `bytes after the end, from ${at + 2}`;
    if (marker === undefined || at + 4 > bytes.length) return "no end of image";
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (marker === START_OF_SCAN) at = endOfScan(bytes, end);
    else if (NEEDED.has(marker)) at = end;
    else return `segment ff${marker.toString(16).padStart(2, "0")} at byte ${at}`;
  }
}

/** The first marker after a scan's entropy-coded data, in which ff00 is a data byte and ffd0 to ffd7 are restarts. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1) {
    const next = bytes[at + 1] ?? END_OF_IMAGE;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
    at = bytes.indexOf(0xff, at + 2);
  }
  return bytes.length;
}
