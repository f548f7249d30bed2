import { runCustodian } from "./commands.ts";

process.exitCode = await runCustodian(process.argv.slice(2));
