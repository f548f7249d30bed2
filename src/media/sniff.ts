/** Formats that become pixels here. */
export type TakenFormat = "JPEG" | "PNG" | "WebP" | "AVIF" | "TIFF";
/** Formats that are recognised only to say clearly that they are not taken. */
export type RefusedFormat = "HEIC" | "GIF" | "SVG" | "PDF" | "DICOM";

const AVIF_BRANDS = ["avif", "avis"];
const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];
const MOST_BRANDS = 32;

/**
 * Says what a file is by its first bytes, whatever its name or declared type says; `undefined` for anything else.
 * The answer promises nothing about the rest of the file: only decoding tells whether it is whole.
 */
export function sniff(bytes: Uint8Array): TakenFormat | RefusedFormat | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024));
  const starts = (signature: string): boolean => head.toString("latin1", 0, signature.length) === signature;

  if (starts("\xFF\xD8\xFF")) return "JPEG";
  if (starts("\x89PNG\r\n\x1A\n")) return "PNG";
  if (starts("RIFF") && head.toString("latin1", 8, 12) === "WEBP") return "WebP";
  // Little and big endian, and each again for BigTIFF.
  if (["II*\0", "MM\0*", "II+\0", "MM\0+"].some(starts)) return "TIFF";
  if (head.toString("latin1", 4, 8) === "ftyp") return sniffBrands(head);
  if (starts("GIF87a") || starts("GIF89a")) return "GIF";
  if (head.toString("latin1", 128, 132) === "DICM") return "DICOM";
  if (head.includes("%PDF-")) return "PDF";
  const text = head
    .toString("utf8")
    .replace(/^\uFEFF/u, "")
    .trimStart();
  if (text.startsWith("<") && /<svg[\s>]/iu.test(text)) return "SVG";
  return undefined;
}

/** The major and compatible brands of an ISO base media file's first box (ISO/IEC 14496-12, section 4.3). */
function sniffBrands(head: Buffer): "AVIF" | "HEIC" | undefined {
  const end = Math.min(head.readUInt32BE(0), head.length, 16 + 4 * MOST_BRANDS);
  const brands = [head.toString("latin1", 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(head.toString("latin1", at, at + 4));
  // AVIF first: its files also carry the general brand mif1.
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return "AVIF";
  return brands.some((brand) => HEIC_BRANDS.includes(brand)) ? "HEIC" : undefined;
}
