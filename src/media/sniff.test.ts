import { expect, test } from "vitest";

import { plain } from "#test/support/images.ts";
import { sniff } from "./sniff.ts";

const text = (content: string): Uint8Array => Buffer.from(content, "latin1");
const box = (brands: string): Uint8Array =>
  text(`\0\0\0${String.fromCodePoint(8 + brands.length)}ftyp${brands}`);

test("knows what real encoders write", async () => {
  expect(sniff(await plain(8, 8).jpeg().toBuffer())).toBe("JPEG");
  expect(sniff(await plain(8, 8).png().toBuffer())).toBe("PNG");
  expect(sniff(await plain(8, 8).webp().toBuffer())).toBe("WebP");
  expect(sniff(await plain(8, 8).avif().toBuffer())).toBe("AVIF");
  expect(sniff(await plain(8, 8).tiff().toBuffer())).toBe("TIFF");
  expect(sniff(await plain(8, 8).tiff({ bigtiff: true }).toBuffer())).toBe("TIFF");
  expect(sniff(await plain(8, 8).gif().toBuffer())).toBe("GIF");
});

test.each([
  ["TIFF", text("MM\0*\0\0\0\x08")],
  ["HEIC", box("heic\0\0\0\0mif1heic")],
  ["HEIC", box("mif1\0\0\0\0mif1heic")],
  ["AVIF", box("mif1\0\0\0\0mif1avif")],
  ["GIF", text("GIF87a")],
  ["SVG", text('<?xml version="1.0"?>\n<!-- drawn --><svg xmlns="http://www.w3.org/2000/svg">')],
  ["SVG", Buffer.from("\uFEFF  <SVG>")],
  ["PDF", text("\n%PDF-1.7")],
  ["DICOM", text(`${"\0".repeat(128)}DICM`)],
])("knows %s by its first bytes", (format, bytes) => {
  expect(sniff(bytes)).toBe(format);
});

test.each([
  ["nothing", text("")],
  ["text", text("a rash since Tuesday")],
  ["a video in the same container as HEIC", box("isom\0\0\0\0isommp42")],
  ["sound in the same container as WebP", text("RIFF\0\0\0\0WAVEfmt ")],
  ["a page", text("<!doctype html><p>svg</p>")],
  ["a signature cut short", text("\x89PNG")],
  ["a box that promises brands beyond its end", text("\0\0\x7F\xFFftyp")],
])("does not know %s", (_, bytes) => {
  expect(sniff(bytes)).toBeUndefined();
});
