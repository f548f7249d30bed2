import { expect, test } from "vitest";

import { photo, plain, TIFF, tiff, withChunk, withSegment } from "#test/support/images.ts";
import { findBeyondPixels } from "./bare-jpeg.ts";
import { deidentifyImage } from "./deidentify-image.ts";

const SECRET = "JANE-ROE-MRN-4711";
const secret = Buffer.from(SECRET);
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="${SECRET}"/></rdf:RDF></x:xmpmeta>`;

/** Everything that sharp can write into a file, each block with the planted text. */
const laden = () =>
  plain(120, 80)
    .withExif({
      IFD0: { Artist: SECRET, Make: SECRET, ImageDescription: SECRET },
      IFD2: { UserComment: SECRET, BodySerialNumber: SECRET },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 3230/100", GPSAreaInformation: SECRET },
    })
    .withXmp(xmp)
    .withIccProfile("p3", { attach: true });

const isoBox = (type: string, content: Uint8Array): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(8 + content.byteLength);
  return Buffer.concat([size, Buffer.from(type, "latin1"), content]);
};

/** A real archive with one stored file would be found by any unzip through its directory at the end. */
const zip = Buffer.concat([
  Buffer.from("PK\x03\x04", "latin1"),
  secret,
  Buffer.from("PK\x05\x06", "latin1"),
  Buffer.alloc(18),
]);

const carriers: Record<string, () => Promise<Buffer>> = {
  "a JPEG with EXIF, GPS, XMP and a colour profile": () => laden().jpeg().toBuffer(),
  "a PNG with EXIF, GPS, XMP and a colour profile": () => laden().png().toBuffer(),
  "a WebP with EXIF, GPS, XMP and a colour profile": () => laden().webp().toBuffer(),
  "an AVIF with EXIF, GPS and XMP": () => laden().avif({ effort: 0 }).toBuffer(),
  "a TIFF with XMP and a colour profile": () => laden().tiff().toBuffer(),
  "a TIFF with descriptive tags": async () =>
    tiff({
      width: 64,
      height: 64,
      strip: Buffer.alloc(64 * 64 * 3, 90),
      colours: "rgb",
      text: { [TIFF.description]: SECRET, [TIFF.make]: SECRET, [TIFF.artist]: SECRET, [TIFF.xmp]: xmp },
    }),
  "a JPEG comment": async () => withSegment(await plain(64, 64).jpeg().toBuffer(), 0xfe, secret),
  "IPTC in a Photoshop block": async () =>
    withSegment(
      await plain(64, 64).jpeg().toBuffer(),
      0xed,
      Buffer.concat([
        Buffer.from("Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x16\x1C\x02\x50\0\x11", "latin1"),
        secret,
      ]),
    ),
  "every application segment of a JPEG": async () => {
    let jpeg: Buffer = await plain(64, 64).jpeg().toBuffer();
    for (let marker = 0xef; marker > 0xe0; marker--) jpeg = withSegment(jpeg, marker, secret);
    return jpeg;
  },
  "a JPEG inside the EXIF of a JPEG, as thumbnails are": async () => {
    const inner = withSegment(await plain(16, 16).jpeg().toBuffer(), 0xfe, secret);
    return withSegment(
      await plain(64, 64).jpeg().toBuffer(),
      0xe1,
      Buffer.concat([Buffer.from("Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0", "latin1"), inner]),
    );
  },
  "a second JPEG after the first, as HDR gain maps are": async () =>
    Buffer.concat([
      withSegment(await plain(64, 64).jpeg().toBuffer(), 0xe2, Buffer.from("MPF\0", "latin1")),
      withSegment(
        await plain(32, 32).jpeg().toBuffer(),
        0xe1,
        Buffer.from(`http://ns.adobe.com/xap/1.0/\0hdrgm ${SECRET}`),
      ),
    ]),
  "a JPEG that is also an archive": async () => Buffer.concat([await photo(300, 200), zip]),
  "a JPEG that is also a page": async () =>
    withSegment(
      await plain(64, 64).jpeg().toBuffer(),
      0xfe,
      Buffer.from(`<script>alert("${SECRET}")</script>`),
    ),
  "PNG text chunks": async () => {
    let png: Buffer = await plain(64, 64).png().toBuffer();
    png = withChunk(png, "tEXt", Buffer.from(`Author\0${SECRET}`));
    png = withChunk(png, "iTXt", Buffer.from(`Title\0\0\0en\0\0${SECRET}`));
    return withChunk(png, "prVt", secret);
  },
  "bytes after the end of a PNG": async () => Buffer.concat([await plain(64, 64).png().toBuffer(), secret]),
  "bytes after the end of a WebP": async () => Buffer.concat([await plain(64, 64).webp().toBuffer(), secret]),
  "a free box of an AVIF": async () =>
    Buffer.concat([await plain(64, 64).avif({ effort: 0 }).toBuffer(), isoBox("free", secret)]),
};

test.each(Object.entries(carriers))("lets nothing of %s through", async (_, make) => {
  const file = await make();
  expect(file.includes(secret)).toBe(true);
  const image = await deidentifyImage(file);
  for (const bytes of [image.full, image.thumbnail]) {
    const output = Buffer.from(bytes);
    for (const planted of [
      SECRET,
      SECRET.slice(0, 8),
      "Exif",
      "http",
      "ICC_PROFILE",
      "Photoshop",
      "8BIM",
      "acsp",
      "script",
    ]) {
      expect(output.includes(planted), planted).toBe(false);
      expect(output.includes(Buffer.from(planted, "utf16le")), planted).toBe(false);
    }
    expect(findBeyondPixels(output)).toBeUndefined();
  }
});

test("gives the same bytes whatever the file carried beside its pixels", async () => {
  const bare = await plain(120, 80).png().toBuffer();
  const carrying = withChunk(bare, "tEXt", Buffer.from(`Author\0${SECRET}`));
  const [one, other] = [await deidentifyImage(bare), await deidentifyImage(carrying)];
  expect(Buffer.from(one.full).equals(other.full)).toBe(true);
  expect(Buffer.from(one.thumbnail).equals(other.thumbnail)).toBe(true);
});

test("passes the refusal of a file that is not taken on", async () => {
  await expect(deidentifyImage(Buffer.from("%PDF-1.7"))).rejects.toMatchObject({
    name: "Refusal",
    kind: "invalid",
    faults: [{ field: "images" }],
  });
});
