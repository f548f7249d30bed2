import { z } from "zod";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import type { TestInstance } from "#test/support/instance.ts";
import { activity } from "#test/support/remote-notes.ts";
import { type Answer, postRaw, type RemoteActor, type RemoteServer } from "#test/support/remote-server.ts";
import { Normaliser } from "./normalise.ts";

const refusal = z.object({ error: z.string() });

/** What the inbox answers to whom: a table of real answers. */
export async function inboxAnswers(
  here: TestInstance,
  there: RemoteServer,
  owl: RemoteActor,
): Promise<string> {
  const inbox = `${here.origin}/inbox`;
  const stable = new Normaliser({ here: here.origin, there: there.origin });
  const some = () => activity(owl, "Like", `${here.origin}/cases/none`, { id: `${owl.uri}/likes/1` });
  const signed = (document: object, options = {}) => there.post(owl, inbox, document, options);
  const deep = `${'{"a":'.repeat(70)}1${"}".repeat(70)}`;
  const bare = { "content-type": "application/activity+json", signature: "x" };
  const answers: [string, Answer][] = [
    ["Everything is in order", await signed(some())],
    ["No signature", await postRaw(inbox, {}, JSON.stringify(some()))],
    [
      "A body that differs from what was signed",
      await signed(some(), { sentBody: JSON.stringify({ ...some(), to: [] }) }),
    ],
    [
      "Signed by another actor, without a proof",
      await signed({ ...some(), actor: `${there.origin}/users/jay` }),
    ],
    ["Not JSON", await postRaw(inbox, bare, "{")],
    ["Nested more than 64 deep", await postRaw(inbox, bare, deep)],
    ["No id, type or actor", await postRaw(inbox, bare, "{}")],
    ["An id on another host than the actor", await signed({ ...some(), id: "https://elsewhere.example/1" })],
    ["NUL or lone surrogates", await signed({ ...some(), content: "\0" })],
    ["Another media type", await postRaw(inbox, { ...bare, "content-type": "text/plain" }, "{}")],
    ["A content coding", await postRaw(inbox, { ...bare, "content-encoding": "gzip" }, "{}")],
    ["More than 1 MB", await postRaw(inbox, bare, " ".repeat(1024 * 1024 + 1))],
    ["An inbox of nobody", await postRaw(`${here.origin}/actors/nobody/inbox`, bare, "{}")],
  ];
  await setPeerTrust(here.app.instance, there.origin, "blocked");
  answers.push(["An actor of a blocked institution", await signed(some())]);
  await setPeerTrust(here.app.instance, there.origin, "trusted");
  const rows = answers.map(([what, { status, text }]) => {
    const reason = text === "" ? "" : refusal.parse(JSON.parse(text)).error;
    return `| ${what} | ${status} | ${stable.text(reason)} |`;
  });
  return ["| what comes | status | `error` |", "|---|---|---|", ...rows].join("\n");
}
