import { describe, expect, test } from "vitest";
import { type Answer, judge, RETRIES } from "./judge.ts";
import { mayReceive, recipients } from "./recipients.ts";

const now = new Date("2026-01-02T03:04:05Z");
const status = (code: number, retryAfter: string | null = null): Answer => ({
  kind: "status",
  status: code,
  retryAfter,
});
const verdict = (answer: Answer, attempt = 1, random = 1) => judge(answer, attempt, RETRIES, now, random);

describe("after an attempt", () => {
  test.each([200, 202, 204])("%i is delivered", (code) => {
    expect(verdict(status(code))).toEqual({ kind: "delivered" });
  });

  test.each([400, 403, 404, 410, 413, 422])("%i is final, and the host is well", (code) => {
    expect(verdict(status(code))).toMatchObject({ kind: "failed", ill: false });
  });

  test.each([401, 429])("%i is tried again, and the host is well", (code) => {
    expect(verdict(status(code))).toMatchObject({ kind: "retry", ill: false });
  });

  test.each([408, 500, 502, 503])("%i is tried again, and the host is ill", (code) => {
    expect(verdict(status(code))).toMatchObject({ kind: "retry", ill: true });
  });

  test("no answer is tried again, with what went wrong", () => {
    const error = "No connection.";
    expect(verdict({ kind: "none", error })).toMatchObject({ kind: "retry", ill: true, error });
  });

  test("the waits double from five seconds to six hours, less a random part of up to half", () => {
    expect(verdict(status(500), 1)).toMatchObject({ inMs: 5000 });
    expect(verdict(status(500), 1, 0)).toMatchObject({ inMs: 2500 });
    expect(verdict(status(500), 4)).toMatchObject({ inMs: 40_000 });
    expect(verdict(status(500), 19)).toMatchObject({ inMs: 6 * 3_600_000 });
  });

  test("the twentieth failure is the last", () => {
    expect(verdict(status(500), 20)).toMatchObject({ kind: "failed", ill: true });
  });

  test("Retry-After is waited for, in seconds or as a date, up to the longest wait", () => {
    expect(verdict(status(429, "120"))).toMatchObject({ inMs: 120_000 });
    expect(verdict(status(503, "Fri, 02 Jan 2026 03:14:05 GMT"))).toMatchObject({ inMs: 600_000 });
    expect(verdict(status(503, "1"))).toMatchObject({ inMs: 5000 });
    expect(verdict(status(503, "soon"))).toMatchObject({ inMs: 5000 });
    expect(verdict(status(429, "99999999"))).toMatchObject({ inMs: 6 * 3_600_000 });
  });
});

describe("who receives", () => {
  test("restricted things go to trusted institutions only, public ones not to limited or blocked ones", () => {
    const who = (audience: "network" | "public") =>
      (["unknown", "trusted", "limited", "blocked"] as const).filter((trust) => mayReceive(audience, trust));
    expect(who("network")).toEqual(["trusted"]);
    expect(who("public")).toEqual(["unknown", "trusted"]);
  });

  test("an inbox is served once, whatever leads to it, and not where the thing came from", () => {
    const south = { inbox: "https://south.example/inbox", trust: "trusted" } as const;
    const west = { inbox: "https://west.example:8443/inbox", trust: "trusted" } as const;
    const stranger = { inbox: "https://stranger.example/inbox", trust: "unknown" } as const;
    expect(recipients("network", [south, west, south, stranger])).toEqual([
      { inbox: south.inbox, host: "south.example" },
      { inbox: west.inbox, host: "west.example:8443" },
    ]);
    expect(recipients("public", [south, stranger], "south.example")).toEqual([
      { inbox: stranger.inbox, host: "stranger.example" },
    ]);
  });
});
