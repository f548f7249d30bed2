import { defineConfig } from "vite";

/** Bundles the islands: one module for each, under a fixed name that the pages ask for. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "src/ui/public/islands",
    target: "es2023",
    modulePreload: false,
    rolldownOptions: {
      input: {
        differential: "src/ui/islands/differential.ts",
        gallery: "src/ui/islands/gallery.ts",
        identifiers: "src/ui/islands/identifiers.ts",
        live: "src/ui/islands/live.ts",
        photos: "src/ui/islands/photos.ts",
      },
      output: { entryFileNames: "[name].js", chunkFileNames: "shared-[name].js" },
    },
  },
});
