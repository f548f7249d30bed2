import { hash } from "@node-rs/argon2";
import { type AccountId, newOpaqueId } from "#domain/ids.ts";
import { conflict, type Fault, invalidFields, notFound } from "#domain/refusal.ts";
import {
  findAccountBySubject,
  findInvitation,
  insertAccount,
  insertPassword,
  useInvitation,
} from "#store/accounts.ts";
import { putSeal } from "#store/openings.ts";
import { isSignInName } from "#domain/sign-in-name.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { hashToken } from "./session-token.ts";

const MIN_PASSWORD_CHARACTERS = 12;
const MAX_PASSWORD_CHARACTERS = 200;

/** What the owner of a one-time link chooses; the names are those of the form's fields. */
export interface Credentials {
  readonly login: string;
  readonly password: string;
}

/**
 * Turns a one-time link into an account with a sign-in name and a password, and uses the link up.
 *
 * @throws Refusal not-found where the link is unknown, used or expired; invalid naming the field
 */
export async function acceptInvitation(
  instance: Instance,
  token: string,
  credentials: Credentials,
): Promise<AccountId> {
  const tokenHash = hashToken(token);
  const now = instance.clock();
  const invitation = await findInvitation(instance.db, tokenHash, now);
  if (invitation === undefined) throw notFound("invitation");
  const faults = judgeCredentials(credentials);
  if (faults.length > 0) throw invalidFields(faults);
  const passwordHash = await hash(credentials.password);
  return instance.db.transaction(async (tx) => {
    if (!(await useInvitation(tx, tokenHash, now))) throw notFound("invitation");
    const { subjectHash } = invitation;
    if (subjectHash !== null && (await findAccountBySubject(tx, subjectHash)) !== undefined) {
      throw conflict(
        "Somebody with your number has an account here already. Ask your institution's registrar.",
      );
    }
    const id = newOpaqueId<AccountId>();
    await insertAccount(tx, {
      id,
      roles: invitation.roles,
      subjectHash: invitation.subjectHash,
      verified:
        invitation.profession === null
          ? undefined
          : {
              profession: invitation.profession,
              specialty: invitation.specialty ?? undefined,
              country: invitation.country ?? undefined,
              grade: invitation.grade ?? undefined,
            },
      verifiedOn: null,
    });
    if (invitation.seal !== null) await putSeal(tx, id, invitation.seal);
    if (!(await insertPassword(tx, id, credentials.login, passwordHash))) {
      throw invalidFields([{ field: "login", message: "This sign-in name is taken. Choose another." }]);
    }
    await recordAudit(instance, tx, {
      action: "account.joined",
      agent: { kind: "system" },
      object: "Account/",
      detail: { roles: invitation.roles.join(" ") },
    });
    return id;
  });
}

function judgeCredentials({ login, password }: Credentials): Fault[] {
  const faults: Fault[] = [];
  if (!isSignInName(login)) {
    faults.push({
      field: "login",
      message: "Choose a sign-in name of 3 to 40 small letters, digits, dots, dashes or underscores.",
    });
  }
  if (password.length < MIN_PASSWORD_CHARACTERS || password.length > MAX_PASSWORD_CHARACTERS) {
    faults.push({
      field: "password",
      message: `Choose a password of ${MIN_PASSWORD_CHARACTERS} to ${MAX_PASSWORD_CHARACTERS} characters.`,
    });
  }
  return faults;
}
