import { signObject, verifyObject } from "@fedify/fedify/sig";
import { Create, Note } from "@fedify/vocab";
import { getDocumentLoader, type DocumentLoader } from "@fedify/vocab-runtime";
import { type CryptoKey, generateKeyPair } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#domain/ids.ts";
import { publicKeyMultibase } from "#identity/actor-keys.ts";
import { addProof, verifyProof } from "./proof.ts";
import { createActivity } from "./translate/activities.ts";
import { opinionNote } from "./translate/opinion-note.ts";
import { OBJECT_CONTEXT } from "./vocabulary.ts";

const origin = "https://north.example";
const actor = `${origin}/actors/quiet-heron`;
const keyId = `${actor}#ed25519-key`;
const created = new Date("2026-01-02T03:04:05.678Z");
const contextLoader = getDocumentLoader();
let keys: { publicKey: CryptoKey; privateKey: CryptoKey };
let documentLoader: DocumentLoader;

beforeAll(async () => {
  keys = await generateKeyPair("EdDSA", { extractable: true });
  const multikey = {
    "@context": "https://w3id.org/security/multikey/v1",
    id: keyId,
    type: "Multikey",
    controller: actor,
    publicKeyMultibase: await publicKeyMultibase(keys.publicKey),
  };
  documentLoader = (url) =>
    url === keyId
      ? Promise.resolve({ contextUrl: null, documentUrl: url, document: multikey })
      : contextLoader(url);
});

const opinion = () =>
  opinionNote(origin, {
    id: newId(),
    author: { uri: actor, username: "quiet-heron", host: "north.example", followers: `${actor}/followers` },
    case: {
      uri: "https://south.example/cases/1",
      audience: "public",
      author: { uri: "https://south.example/actors/owl", username: "owl", host: "south.example" },
    },
    body: {
      differential: [[{ text: "Acné – “rosacea”", codings: [] }]],
      confidence: 55,
      cantMiss: [],
      blind: true,
    },
    attestation: "a.b.c~",
    publishedAt: created,
  });
const sign = <Document extends { readonly "@context": unknown }>(document: Document) =>
  addProof(document, { privateKey: keys.privateKey, keyId }, created);
const ownKey = (wanted: string) => Promise.resolve(wanted === keyId ? keys.publicKey : undefined);
const verify = (document: unknown) => verifyProof(document, { fetchKey: ownKey });
const travelled = (document: unknown): unknown => JSON.parse(JSON.stringify(document));
const options = () => ({ documentLoader, contextLoader });

describe("proofs of ours", () => {
  test("hold, on an activity and on the Note inside it by itself", async () => {
    const create = await sign(createActivity(await sign(opinion())));
    const said = { verificationMethod: keyId, created: new Date("2026-01-02T03:04:05Z") };
    expect(await verify(travelled(create))).toEqual(said);
    expect(await verify(travelled(create.object))).toEqual(said);
  });

  test("hold for Fedify", async () => {
    const note = await sign(opinion());
    const create = await sign(createActivity(note));
    expect(await verifyObject(Create, travelled(create), options())).toBeInstanceOf(Create);
    expect(await verifyObject(Note, travelled(note), options())).toBeInstanceOf(Note);
    const changed = { ...create, published: "2026-01-02T03:04:05.679Z" };
    expect(await verifyObject(Create, travelled(changed), options())).toBeNull();
  });

  test("are the same for the same document and second", async () => {
    const note = opinion();
    expect(await sign(note)).toEqual(await sign(note));
  });

  test("do not hold for a changed document, a changed proof, another key or none", async () => {
    const note = await sign(opinion());
    const { proof } = note;
    expect(await verify({ ...note, content: "<p>Scabies</p>" })).toBeUndefined();
    expect(await verify({ ...note, extra: 1 })).toBeUndefined();
    expect(await verify({ ...note, proof: { ...proof, created: "2026-01-02T03:04:06Z" } })).toBeUndefined();
    expect(await verify({ ...note, proof: { ...proof, proofPurpose: "authentication" } })).toBeUndefined();
    expect(await verify({ ...note, proof: [proof, proof] })).toBeUndefined();
    expect(await verify({ ...note, proof: undefined })).toBeUndefined();
    const other = await generateKeyPair("EdDSA");
    expect(await verifyProof(note, { fetchKey: () => Promise.resolve(other.publicKey) })).toBeUndefined();
    expect(await verifyProof(note, { fetchKey: () => Promise.resolve(undefined) })).toBeUndefined();
  });

  test("do not hold when the meaning of terms was changed", async () => {
    const note = await sign(opinion());
    const [first, ...rest] = OBJECT_CONTEXT;
    expect(await verify({ ...note, "@context": [...rest, first] })).toBeUndefined();
    const longer = [...OBJECT_CONTEXT, { content: "as:summary" }];
    expect(await verify({ ...note, "@context": longer })).toBeUndefined();
    const { "@context": _, ...unbound } = note.proof;
    expect(await verify({ ...note, "@context": OBJECT_CONTEXT.slice(0, 2), proof: unbound })).toBeUndefined();
  });
});

describe("Fedify's proofs", () => {
  test("hold here", async () => {
    const note = new Note({
      id: new URL(`${origin}/notes/1`),
      attribution: new URL(actor),
      content: "Grüße ☂",
    });
    const signed = await signObject(note, keys.privateKey, new URL(keyId), { contextLoader });
    const document = travelled(await signed.toJsonLd({ format: "compact", contextLoader }));
    expect(await verify(document)).toMatchObject({ verificationMethod: keyId });
  });
});
