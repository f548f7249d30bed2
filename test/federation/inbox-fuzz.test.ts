import { randomInt } from "node:crypto";
import { test } from "vitest";
import { fuzzInbox } from "#test/support/fuzz-inbox.ts";

const SEED = Number(process.env["SEED"] ?? randomInt(2 ** 31));

test(`a thousand documents changed at random do no harm (SEED=${SEED})`, () => fuzzInbox(1000, SEED));
