import { Command, Option } from "commander";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { TRUSTS } from "#domain/peer.ts";
import { invalid } from "#domain/refusal.ts";
import { listPeers } from "#store/peers.ts";
import { columns, report } from "./report.ts";
import { withInstance } from "./with-instance.ts";

export const peersCommand = new Command("peers")
  .description(
    "list the other institutions, or one, or say what is thought of one: peers cases.hospital.example --trust trusted",
  )
  .argument("[host]", "the institution's address")
  .addOption(new Option("--trust <trust>", "what is thought of it").choices(TRUSTS))
  .option("--json", "print JSON")
  .action(async (host: string | undefined, { trust, json }: { trust?: string; json?: boolean }) => {
    if (host === undefined && trust !== undefined) {
      throw invalid("host", `Name the institution: consilium peers cases.hospital.example --trust ${trust}`);
    }
    const peers = await withInstance(async (app) => {
      if (host !== undefined && trust !== undefined) await setPeerTrust(app.instance, host, trust);
      const known = await listPeers(app.instance.db);
      if (host === undefined || trust !== undefined) return known;
      const asked = known.filter((peer) => peer.host === host);
      if (asked.length === 0)
        throw invalid("host", `${host} is not among the institutions that this one has met.`);
      return asked;
    });
    const rows = peers.map(({ host: name, trust: thought, failures, lastError }) => [
      name,
      thought,
      String(failures),
      lastError ?? "",
    ]);
    report(json, peers, columns([["institution", "trust", "failures", "last error"], ...rows]));
  });
