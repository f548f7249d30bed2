import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { AccountId } from "#domain/ids.ts";
import { forbidden, Refusal } from "#domain/refusal.ts";
import { isSignInName } from "#domain/sign-in-name.ts";
import { findPassword } from "#store/accounts.ts";
import { countTry, forgetTries } from "#store/sign-in-failures.ts";
import type { Instance } from "#instance";

// An unknown name is checked against a hash too: the time must not tell who has an account.
const nobody = hash(randomBytes(16));

/**
 * Checks a sign-in name and password. A wrong name and a wrong password get the same answer in the same time.
 *
 * @throws Refusal unauthenticated; too-many while the name is locked after failed tries; forbidden for who knows the
 *   password of a suspended account
 */
export async function signInWithPassword(
  instance: Instance,
  login: string,
  password: string,
): Promise<AccountId> {
  // A name that nobody can have gets the same answer as one that nobody has, and is not worth a row.
  const isName = isSignInName(login);
  const now = instance.clock();
  const until = isName ? await countTry(instance.db, login, now) : undefined;
  if (until !== undefined) {
    const minutes = Math.ceil((until.getTime() - now.getTime()) / 60_000);
    throw new Refusal(
      "too-many",
      `Too many failed tries. Try again in ${minutes} minute${minutes === 1 ? "" : "s"}.`,
    );
  }
  const known = isName ? await findPassword(instance.db, login) : undefined;
  const matches = await verify(known?.hash ?? (await nobody), password);
  if (known === undefined || !matches) {
    throw new Refusal("unauthenticated", "The sign-in name or the password is wrong.", [
      { field: "login", message: "The sign-in name or the password is wrong." },
    ]);
  }
  await forgetTries(instance.db, login);
  if (known.status === "suspended") {
    throw forbidden("Your account is suspended. Ask your institution's administrator why.");
  }
  return known.accountId;
}
