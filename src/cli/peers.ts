import { Command, Option } from "commander";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { TRUSTS } from "#domain/peer.ts";
import { listPeers } from "#store/peers.ts";
import { columns, report } from "./report.ts";
import { withInstance } from "./with-instance.ts";

export const peersCommand = new Command("peers")
  .description(
    "list the other institutions, or say what is thought of one: peers cases.hospital.example --trust trusted",
  )
  .argument("[host]", "the institution's address")
  .addOption(new Option("--trust <trust>", "what is thought of it").choices(TRUSTS))
  .option("--json", "print JSON")
  .action(async (host: string | undefined, { trust, json }: { trust?: string; json?: boolean }) => {
    const peers = await withInstance(async (app) => {
      if (host !== undefined && trust !== undefined) await setPeerTrust(app.instance, host, trust);
      return listPeers(app.instance.db);
    });
    const rows = peers.map(({ host: name, trust: thought, failures, lastError }) => [
      name,
      thought,
      String(failures),
      lastError ?? "",
    ]);
    report(json, peers, columns([["institution", "trust", "failures", "last error"], ...rows]));
  });
