import { Command, Option } from "commander";
import { loadConfig } from "#config";
import { Refusal } from "#domain/refusal.ts";
import { ConfigError } from "../settings.ts";
import { attestationCommand } from "./attestation.ts";
import { auditCommand } from "./audit.ts";
import { custodianCommand } from "./custodian.ts";
import { deidCommand } from "./deid.ts";
import { exportCommand } from "./export.ts";
import { inviteCommand } from "./invite.ts";
import { migrateCommand } from "./migrate.ts";
import { peersCommand } from "./peers.ts";
import { queueCommand } from "./queue.ts";
import { receiptsCommand } from "./receipts.ts";
import { routesCommand } from "./routes.ts";
import { terminologyCommand } from "./terminology.ts";
import { staffCommand } from "./staff.ts";

const program = new Command("consilium")
  .description(
    "A federated server where physicians consult each other. Settings: environment or .env, see README.md.",
  )
  .version("0.1.0")
  .showHelpAfterError();

program
  .command("start")
  .description("run this institution's instance until SIGTERM")
  .addOption(new Option("--role <role>", "what this process does").choices(["all", "web", "worker"]))
  .action(async (options: { role?: string }) => {
    const { runUntilSignal } = await import("../run.ts");
    await runUntilSignal(() => loadConfig(options.role === undefined ? {} : { ROLE: options.role }));
  });
for (const command of [
  migrateCommand,
  inviteCommand,
  peersCommand,
  queueCommand,
  receiptsCommand,
  routesCommand,
  terminologyCommand,
  attestationCommand,
  auditCommand,
  custodianCommand,
  staffCommand,
  exportCommand,
  deidCommand,
]) {
  program.addCommand(command.copyInheritedSettings(program));
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
