import { Command } from "commander";
import { rotateIssuerKey } from "#actions/rotate-issuer-key.ts";
import { reasonInWords } from "#domain/trust.ts";
import { report } from "./report.ts";
import { withInstance } from "./with-instance.ts";

export const attestationCommand = new Command("attestation").description(
  "judge what an institution says of a persona, or change the key that this one attests with",
);

attestationCommand
  .command("verify")
  .description("fetch an actor and judge its attestation as of now; ends with 1 where it does not hold")
  .argument("<actor-url>", "the actor's id, such as https://cases.hospital.example/actors/quiet-heron")
  .option("--json", "print JSON")
  .action(async (actorUrl: string, { json }: { json?: boolean }) => {
    const checked = await withInstance((app) => app.instance.remote.checkAttestation(actorUrl));
    const { verdict, issuer, expiresAt } = checked;
    const found = {
      verdict: verdict.ok ? "valid" : "invalid",
      reason: verdict.ok ? null : verdict.reason,
      iss: issuer ?? null,
      exp: expiresAt?.toISOString() ?? null,
      statusCheckedAt: verdict.statusCheckedAt?.toISOString() ?? null,
      claims: verdict.ok ? verdict.claims : null,
    };
    report(json, found, [
      verdict.ok ? "Valid." : `Not valid: ${reasonInWords(verdict.reason)}`,
      ...(found.iss === null ? [] : [`Issued by ${found.iss}, until ${found.exp}.`]),
      ...(found.statusCheckedAt === null ? [] : [`The status list is of ${found.statusCheckedAt}.`]),
      ...Object.entries(found.claims ?? {}).map(([name, value]) => `${name}: ${value}`),
    ]);
    if (!verdict.ok) process.exitCode = 1;
  });

attestationCommand
  .command("rotate-key")
  .description(
    "publish a new key, which is used from two hours on; the present one stays published as retired",
  )
  .option("--json", "print JSON")
  .action(async ({ json }: { json?: boolean }) => {
    const signsFrom = await withInstance((app) => rotateIssuerKey(app.instance, app.instance.clock()));
    report(json, { signsFrom: signsFrom ?? null }, [
      signsFrom === undefined
        ? "A new key is published already and comes into use soon."
        : `The new key is used from ${signsFrom.toISOString()} on.`,
    ]);
  });
