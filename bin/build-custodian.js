#!/usr/bin/env node
// Bundles the custodian's program into one file that runs on plain Node 20, offline, with nothing beside it.
import path from "node:path";
import { build } from "vite";

const root = path.resolve(import.meta.dirname, "..");
await build({
  root,
  configFile: false,
  logLevel: "warn",
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: path.join(root, "src/custodian/main.ts"),
    target: "node20",
    outDir: path.join(root, "src/custodian/dist"),
    emptyOutDir: true,
    rolldownOptions: {
      output: {
        entryFileNames: "consilium-custodian.mjs",
        codeSplitting: false,
        banner: "#!/usr/bin/env node",
      },
    },
  },
});
