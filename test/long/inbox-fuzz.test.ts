import { randomInt } from "node:crypto";
import { test } from "vitest";
import { fuzzInbox } from "#test/support/fuzz-inbox.ts";

const SEED = Number(process.env["SEED"] ?? randomInt(2 ** 31));
const DOCUMENTS = Number(process.env["FUZZ"] ?? 10_000);
const MS_EACH = 60;

test(
  `${DOCUMENTS} documents changed at random do no harm (SEED=${SEED})`,
  () => fuzzInbox(DOCUMENTS, SEED),
  60_000 + DOCUMENTS * MS_EACH,
);
