import sharp from "sharp";

// libvips brings loaders for SVG, GIF and more, some of which follow references to files. Only these five can be reached;
// without its HDR loader a photograph with a gain map is read as the plain JPEG that it also is.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpegBuffer",
    "VipsForeignLoadPngBuffer",
    "VipsForeignLoadWebpBuffer",
    "VipsForeignLoadHeifBuffer",
    "VipsForeignLoadTiffBuffer",
  ],
});
// Nothing of one patient's image stays in memory for the next request.
sharp.cache(false);
// One thread for each image; how many images at once is decided in encode-image.ts.
sharp.concurrency(1);

/** The image library with what the whole process may do with it settled. Import it from here only. */
export { sharp };
