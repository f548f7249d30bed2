import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recheckAttestations } from "#actions/recheck-attestations.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import type { CommentReason } from "#domain/opinion.ts";
import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { generateActorKeys, generateEd25519Keys, type KeyPair, publicJwk } from "#identity/actor-keys.ts";
import { type AttestationRequest, issueAttestation, present } from "#identity/attestation.ts";
import { createIssuerKeySource, issuerJwks, issuerMetadata } from "#identity/issuer-keys.ts";
import { signStatusList } from "#identity/status-list.ts";
import { createStatusListSource } from "#identity/status-source.ts";
import { createFetcher, type Fetcher } from "#net/fetcher.ts";
import type { Instance } from "#instance";
import { listOpinions } from "#store/opinions.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { create, note } from "#test/support/remote-notes.ts";
import {
  proved,
  type RemoteActor,
  type RemoteServer,
  startRemoteServer,
} from "#test/support/remote-server.ts";

/** Another institution: a server with a key that it attests with, and a status list. */
interface House {
  readonly server: RemoteServer;
  readonly key: KeyPair;
  readonly kid: string;
  revoked: { index: number; revokedAt: Date }[];
  /** Whether its list answers. */
  isUp: boolean;
}

let here: TestInstance;
let asker: SignedIn;
let trusted: House;
let stranger: House;
let serial = 0;
const fetchers: Fetcher[] = [];

async function startHouse(name: string): Promise<House> {
  const [server, key] = [await startRemoteServer(name), await generateEd25519Keys()];
  const jwk = await publicJwk(key.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const { keys } = issuerJwks([{ kid, publicJwk: jwk, signsFrom: new Date(0), retiredAt: null }]);
  server.documents.set("/.well-known/jwt-vc-issuer", issuerMetadata(server.origin, keys));
  const house: House = { server, key, kid, revoked: [], isUp: true };
  // Each persona has a list of its own here, so that one test's state is not remembered in another's.
  for (let list = 0; list < 40; list += 1) {
    const path = `/status-lists/${list}`;
    server.handlers.set(path, (_request, response) => {
      if (!house.isUp) return void response.writeHead(503).end();
      void signStatusList({
        uri: `${server.origin}${path}`,
        issuerKey: { kid, privateKey: key.privateKey },
        revoked: house.revoked,
        now: new Date(),
        // Whole seconds are counted: of a single one nothing may be left when the list is read.
        seconds: 4,
      }).then(
        (token) => response.end(token),
        () => response.destroy(),
      );
    });
  }
  return house;
}

beforeAll(async () => {
  [trusted, stranger] = await Promise.all([startHouse("there"), startHouse("elsewhere")]);
  here = await startTestInstance({
    name: "northfield",
    allowOrigins: [trusted.server.origin, stranger.server.origin],
  });
  asker = await here.signIn();
  await setPeerTrust(here.app.instance, trusted.server.host, "trusted");
});
afterAll(() => Promise.all(fetchers.map((one) => one.close())));
afterAll(() => Promise.all([here.stop(), trusted.server.stop(), stranger.server.stop()]));

/** What the house issues for an actor, with everything disclosed that an opinion discloses. */
async function attestationOf(
  house: House,
  actor: RemoteActor,
  changes: Partial<AttestationRequest> = {},
): Promise<string> {
  const { attestation } = await issueAttestation({
    issuer: house.server.origin,
    issuerKey: { kid: house.kid, privateKey: house.key.privateKey },
    subject: actor.uri,
    confirmationKey: await publicJwk(actor.keys.ed25519.publicKey),
    verified: { profession: "physician", specialty: "dermatology" },
    status: { uri: `${house.server.origin}/status-lists/${serial % 40}`, index: 7 },
    now: new Date(),
    ...changes,
  });
  return await present(attestation, ["profession", "specialty"]);
}

/** Signs a changed payload or header anew. */
async function resigned(
  presentation: string,
  key: KeyPair,
  change: { readonly payload?: object; readonly header?: object },
): Promise<string> {
  const [jwt = "", ...disclosures] = presentation.split("~");
  const signed = await new SignJWT({ ...decodeJwt(jwt), ...change.payload })
    .setProtectedHeader({ ...decodeProtectedHeader(jwt), alg: "EdDSA", ...change.header })
    .sign(key.privateKey);
  return [signed, ...disclosures].join("~");
}

const unsigned = (presentation: string): string => {
  const [jwt = "", ...disclosures] = presentation.split("~");
  const header = Buffer.from(JSON.stringify({ ...decodeProtectedHeader(jwt), alg: "none" }));
  return [`${header.toString("base64url")}.${jwt.split(".")[1]}.`, ...disclosures].join("~");
};

/** Sends an opinion through the inbox and gives what became of it. */
async function admissionOf(
  house: House,
  actor: RemoteActor,
  attestation: string | undefined,
  signedAt?: Date,
) {
  const caseId = await postCase(here, asker.physician);
  const opinion = { differential: [[{ text: "Granuloma annulare" }]], confidence: 70 };
  const object = await proved(
    actor,
    {
      "@context": OBJECT_CONTEXT,
      ...note(actor, { inReplyTo: `${here.origin}/cases/${caseId}`, opinion }),
      ...(attestation !== undefined && { attestation }),
    },
    signedAt,
  );
  expect(await house.server.post(actor, `${here.origin}/inbox`, create(object))).toMatchObject({
    status: 202,
  });
  const look = async () => {
    const [found] = await listOpinions(here.app.instance.db, caseId);
    if (found === undefined) throw new Error("not there");
    return found.admission;
  };
  return { admission: await eventually("the opinion is taken", look), look };
}

const admitted = { kind: "admitted" } as const;
const comment = (reason: CommentReason) => ({ kind: "comment", reason }) as const;

const newActor = async (house: House): Promise<RemoteActor> =>
  await house.server.addActor(`persona-${++serial}`);

test("an honest one is admitted, so that what is refused below means something", async () => {
  const actor = await newActor(trusted);
  expect((await admissionOf(trusted, actor, await attestationOf(trusted, actor))).admission).toEqual(
    admitted,
  );
});

const bad: [string, CommentReason, (actor: RemoteActor) => Promise<string | undefined>][] = [
  ["absent", "no-attestation", async () => undefined],
  [
    "forged under the institution's key id",
    "bad-signature",
    async (actor) => await resigned(await attestationOf(trusted, actor), await generateEd25519Keys(), {}),
  ],
  [
    "with one claim swapped",
    "no-attestation",
    async (actor) => {
      const [jwt = ""] = (await attestationOf(trusted, actor)).split("~");
      const disclosure = Buffer.from(JSON.stringify(["salt", "profession", "physician"]));
      return `${jwt}~${disclosure.toString("base64url")}~`;
    },
  ],
  [
    "expired",
    "expired",
    async (actor) => await attestationOf(trusted, actor, { now: new Date(Date.now() - 9 * 86_400_000) }),
  ],
  [
    "good for a year",
    "no-attestation",
    async (actor) =>
      await resigned(await attestationOf(trusted, actor), trusted.key, {
        payload: { exp: Math.floor(Date.now() / 1000) + 365 * 86_400 },
      }),
  ],
  [
    "for another audience",
    "other-audience",
    async (actor) =>
      await resigned(await attestationOf(trusted, actor), trusted.key, {
        payload: { aud: "https://elsewhere.example" },
      }),
  ],
  [
    "of another persona",
    "other-persona",
    async (actor) =>
      await attestationOf(trusted, actor, { subject: `${trusted.server.origin}/users/somebody-else` }),
  ],
  [
    "by another institution than the persona's own",
    "issuer-is-not-the-authors-host",
    async (actor) => await attestationOf(stranger, actor),
  ],
  ["with alg none", "bad-signature", async (actor) => unsigned(await attestationOf(trusted, actor))],
  [
    "with another's key confirmed",
    "other-key",
    async (actor) => {
      const other = await generateActorKeys();
      return await attestationOf(trusted, actor, {
        confirmationKey: await publicJwk(other.ed25519.publicKey),
      });
    },
  ],
  [
    "with a status list of another server",
    "status-unknown",
    async (actor) =>
      await attestationOf(trusted, actor, {
        status: { uri: `${stranger.server.origin}/status-lists/0`, index: 7 },
      }),
  ],
];
test.each(bad)("an attestation %s makes a comment: %s", async (_, reason, make) => {
  const actor = await newActor(trusted);
  expect((await admissionOf(trusted, actor, await make(actor))).admission).toEqual(comment(reason));
});

test("a valid one by an institution that is not trusted here makes a comment", async () => {
  const actor = await newActor(stranger);
  const attestation = await attestationOf(stranger, actor);
  expect((await admissionOf(stranger, actor, attestation)).admission).toEqual(comment("unknown-peer"));
});

test("revoked: what was signed afterwards is a comment, what was signed before counts", async () => {
  const [actor, other] = [await newActor(trusted), await newActor(trusted)];
  trusted.revoked = [{ index: 7, revokedAt: new Date(Date.now() - 60_000) }];
  try {
    const attestation = await attestationOf(trusted, actor);
    expect((await admissionOf(trusted, actor, attestation)).admission).toEqual(comment("revoked"));
    const before = new Date(Date.now() - 120_000);
    const earlier = await attestationOf(trusted, other);
    expect((await admissionOf(trusted, other, earlier, before)).admission).toEqual(admitted);
  } finally {
    trusted.revoked = [];
  }
});

test("the list cannot be had: a comment at first, looked at again, and counted once it can", async () => {
  const actor = await newActor(trusted);
  trusted.isUp = false;
  const { admission, look } = await admissionOf(trusted, actor, await attestationOf(trusted, actor));
  expect(admission).toEqual(comment("status-unknown"));
  trusted.isUp = true;
  // Within its minute the list is not asked for again: nothing is known, nothing changes.
  await recheckAttestations(here.app.instance);
  expect(await look()).toEqual(comment("status-unknown"));
  await recheckAttestations(afterRestart());
  expect(await look()).toEqual(admitted);
});

/** The instance as it is after a restart: it remembers no keys, no lists, and no failures. */
function afterRestart(): Instance {
  const { instance } = here.app;
  const fetcher = createFetcher({ allowOrigins: [trusted.server.origin], userAgent: "test" });
  fetchers.push(fetcher);
  const issuerKeys = createIssuerKeySource(fetcher);
  const statusLists = createStatusListSource(fetcher, issuerKeys, Date.now);
  return { ...instance, remote: { ...instance.remote, attestationSources: { issuerKeys, statusLists } } };
}

test("an opinion admitted under a list that was about to end is looked at again", async () => {
  const actor = await newActor(trusted);
  const { admission, look } = await admissionOf(trusted, actor, await attestationOf(trusted, actor));
  expect(admission).toEqual(admitted);
  trusted.revoked = [{ index: 7, revokedAt: new Date(Date.now() - 30_000) }];
  try {
    await eventually("it does not count any more", async () => {
      await recheckAttestations(here.app.instance);
      expect(await look()).toEqual(comment("revoked"));
    });
  } finally {
    trusted.revoked = [];
  }
});

test("whatever was sent, nothing is left undone or half done", async () => {
  const [row] = await here.app.instance.db.execute<{ n: number }>(
    sql`select count(*)::int as n from queue_messages where queue = 'inbox'`,
  );
  expect(row?.n).toBe(0);
});
