import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { AccountId } from "#domain/ids.ts";
import { forbidden, Refusal } from "#domain/refusal.ts";
import { findPassword } from "#store/accounts.ts";
import { countFailure, forgetFailures, lockedUntil } from "#store/sign-in-failures.ts";
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
  const now = instance.clock();
  const until = await lockedUntil(instance.db, login, now);
  if (until !== undefined) {
    const minutes = Math.ceil((until.getTime() - now.getTime()) / 60_000);
    throw new Refusal(
      "too-many",
      `Too many failed tries. Try again in ${minutes} minute${minutes === 1 ? "" : "s"}.`,
    );
  }
  const known = await findPassword(instance.db, login);
  const matches = await verify(known?.hash ?? (await nobody), password);
  if (known === undefined || !matches) {
    await countFailure(instance.db, login, now);
    throw new Refusal("unauthenticated", "The sign-in name or the password is wrong.", [
      { field: "login", message: "The sign-in name or the password is wrong." },
    ]);
  }
  await forgetFailures(instance.db, login);
  if (known.status === "suspended") {
    throw forbidden("Your account is suspended. Ask your institution's administrator why.");
  }
  return known.accountId;
}
