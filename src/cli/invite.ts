import { Command, Option } from "commander";
import { invite } from "#actions/invite.ts";
import { invalid } from "#domain/refusal.ts";
import { ROLES, type Role } from "#domain/role.ts";
import { SPECIALTIES, specialtyOf } from "#domain/specialty.ts";
import { report } from "./report.ts";
import { withInstance } from "./with-instance.ts";

interface Options {
  readonly role: Role;
  readonly specialty?: string;
  readonly country?: string;
  readonly json?: boolean;
}

export const inviteCommand = new Command("invite")
  .description(
    "make a one-time link for an administrator, or for a physician whom the institution has verified",
  )
  .addOption(new Option("--role <role>", "what the person may do").choices(ROLES).default("physician"))
  .option("--specialty <slug>", "a physician's specialty, such as dermatology")
  .option("--country <code>", "a physician's country of licence, ISO 3166-1 alpha-2")
  .option("--json", "print JSON")
  .action(async ({ role, specialty, country, json }: Options) => {
    if (specialty !== undefined && specialtyOf(specialty) === undefined) {
      throw invalid("specialty", `--specialty is one of ${SPECIALTIES.map(({ slug }) => slug).join(", ")}.`);
    }
    if (country !== undefined && !/^[A-Z]{2}$/u.test(country)) {
      throw invalid("country", "--country is two capital letters, such as NO.");
    }
    const verified =
      role === "physician" ? { profession: "physician" as const, specialty, country } : undefined;
    const invitation = await withInstance((app) => invite(app.instance, [role], verified));
    report(json, invitation, [
      invitation.link,
      `Can be used once, until ${invitation.expiresAt.toISOString()}.`,
    ]);
  });
