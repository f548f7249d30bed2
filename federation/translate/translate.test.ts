import { Application, Create, Group, Note, Person } from "@fedify/vocab";
import { exportMultibaseKey, getDocumentLoader } from "@fedify/vocab-runtime";
import { exportSPKI, generateKeyPair } from "jose";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ClinicalCase } from "#domain/case.ts";
import { newId } from "#domain/ids.ts";
import type { CaseImage } from "#domain/image.ts";
import { readOpinionBody } from "#domain/opinion-body.ts";
import type { OpinionBody } from "#domain/opinion.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { expandJsonLd } from "../json-ld.ts";
import { OBJECT_CONTEXT, PUBLIC } from "../vocabulary.ts";
import {
  acceptActivity,
  announceActivity,
  caseAnnounceUri,
  createActivity,
  followActivity,
  undoActivity,
} from "./activities.ts";
import type { PublishedKeys } from "./document.ts";
import { caseNote, type CaseFacts } from "./case-note.ts";
import { commentNote } from "./comment-note.ts";
import { institutionActor } from "./institution-actor.ts";
import { opinionNote, type OpinionFacts } from "./opinion-note.ts";
import { personaActor } from "./persona-actor.ts";
import { streamActor } from "./stream-actor.ts";

const origin = "https://north.example";
const loader = getDocumentLoader();
const author = {
  uri: `${origin}/actors/quiet-heron`,
  username: "quiet-heron",
  host: "north.example",
  followers: `${origin}/actors/quiet-heron/followers`,
};
const stream = {
  uri: `${origin}/actors/infectious-disease`,
  username: "infectious-disease",
  host: "north.example",
  followers: `${origin}/actors/infectious-disease/followers`,
};
const clinical: ClinicalCase & { readonly laterVersion: readonly unknown[] } = {
  title: "Fever after a walk",
  question: { kind: "diagnosis", text: "What is the eschar?" },
  urgency: "day",
  specialties: ["infectious-disease", "dermatology"],
  patient: { ageBand: "35-39", sex: "female", skinType: "III" },
  course: [{ day: -3, event: "fever" }],
  laterVersion: [{ nested: { "@odd": null } }, 1.5],
};
const image = (graphic: boolean): CaseImage => ({
  id: newId(),
  mediaType: "image/webp",
  width: 2048,
  height: 1365,
  blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
  alt: "A dark scab on a shin",
  graphic,
});
const caseFacts = (change: Partial<CaseFacts> = {}): CaseFacts => ({
  id: newId(),
  author,
  stream,
  audience: "network",
  clinical,
  images: [image(false)],
  publishedAt: new Date("2026-01-02T03:04:05.678Z"),
  ...change,
});
const body: OpinionBody = {
  differential: [[{ text: "Rickettsiosis", codings: [{ system: "icd10cm", code: "A79.9" }] }]],
  confidence: 70,
  cantMiss: [],
  blind: true,
};
const opinionFacts = (change: Partial<OpinionFacts> = {}): OpinionFacts => ({
  id: newId(),
  author,
  case: {
    uri: "https://south.example/cases/1",
    audience: "network",
    author: { uri: "https://south.example/actors/owl", username: "owl", host: "south.example" },
  },
  body,
  attestation: "a.b.c~d~",
  publishedAt: new Date("2026-01-02T04:00:00Z"),
  ...change,
});

const oneNode = z.array(z.record(z.string(), z.unknown())).length(1);

async function expand(document: unknown): Promise<Record<string, unknown>> {
  const [node] = oneNode.parse(await expandJsonLd(document, loader));
  return node ?? {};
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("a case as a Note", () => {
  test("keeps to the profile", () => {
    const facts = caseFacts();
    const note = caseNote(origin, facts);
    expect(note).toMatchObject({
      id: `${origin}/cases/${facts.id}`,
      type: "Note",
      attributedTo: author.uri,
      audience: stream.uri,
      url: `${origin}/cases/${facts.id}`,
      published: "2026-01-02T03:04:05.678Z",
      context: `${origin}/cases/${facts.id}/context`,
      replies: `${origin}/cases/${facts.id}/replies`,
      sensitive: false,
    });
    expect(note.content).toMatch(/^<p><strong>Fever after a walk<\/strong><\/p>/u);
    expect(note.content).toContain(`href="${stream.uri}"`);
    expect(note.content).toContain("InfectiousDisease");
    expect(note).not.toHaveProperty("name");
    expect(note).not.toHaveProperty("summary");
    expect(note.attachment[0]).toEqual({
      type: "Document",
      mediaType: "image/webp",
      url: `${origin}/media/${facts.images[0]?.id}`,
      name: "A dark scab on a shin",
      width: 2048,
      height: 1365,
      blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
    });
    expect(note.tag).toEqual([
      { type: "Mention", href: stream.uri, name: "@infectious-disease@north.example" },
      { type: "Hashtag", href: `${origin}/@infectious-disease`, name: "#InfectiousDisease" },
      { type: "Hashtag", href: `${origin}/@dermatology`, name: "#Dermatology" },
    ]);
  });

  test("a restricted one never names the public", () => {
    const note = caseNote(origin, caseFacts({ audience: "network" }));
    expect(note.to).toEqual([author.followers, stream.followers]);
    expect(note.cc).toEqual([stream.uri]);
    expect(JSON.stringify(createActivity(note))).not.toContain("#Public");
  });

  test("a public one is addressed to everyone", () => {
    const note = caseNote(origin, caseFacts({ audience: "public" }));
    expect(note.to).toEqual([PUBLIC]);
    expect(note.cc).toEqual([author.followers, stream.uri, stream.followers]);
  });

  test("a graphic picture makes it sensitive, without a warning that would hide the text", () => {
    const note = caseNote(origin, caseFacts({ images: [image(false), image(true)] }));
    expect(note.sensitive).toBe(true);
    expect(note.attachment.map((one) => one.sensitive)).toEqual([undefined, true]);
    expect(note).not.toHaveProperty("summary");
  });

  test("the structured case passes through JSON-LD as it was, unknown properties too", async () => {
    const expanded = await expand(caseNote(origin, caseFacts()));
    expect(expanded["https://w3id.org/consilium#clinicalCase"]).toEqual([
      { "@type": "@json", "@value": { ...clinical, audience: { scope: "network" } } },
    ]);
    expect(expanded["https://www.w3.org/ns/activitystreams#sensitive"]).toEqual([{ "@value": false }]);
    expect(JSON.stringify(expanded)).toContain("http://joinmastodon.org/ns#blurhash");
    expect(JSON.stringify(expanded)).toContain("https://www.w3.org/ns/activitystreams#Hashtag");
  });

  test("Fedify reads it", async () => {
    const facts = caseFacts({ audience: "public" });
    const create = await Create.fromJsonLd(createActivity(caseNote(origin, facts)), {
      documentLoader: loader,
      contextLoader: loader,
    });
    const note = await create.getObject({ documentLoader: loader, contextLoader: loader });
    if (!(note instanceof Note)) throw new Error("The object of the Create is no Note.");
    expect(create.id?.href).toBe(`${origin}/cases/${facts.id}#create`);
    expect(create.actorId?.href).toBe(author.uri);
    expect(note.attributionId?.href).toBe(author.uri);
    expect(note.audienceId?.href).toBe(stream.uri);
    expect(note.repliesId?.href).toBe(`${origin}/cases/${facts.id}/replies`);
    const attachments = await collect(note.getAttachments());
    expect(attachments.map((one) => one.name?.toString())).toEqual(["A dark scab on a shin"]);
    expect(await collect(note.getTags())).toHaveLength(3);
  });
});

describe("replies", () => {
  test("an opinion answers its case and holds all of itself, in the words of the wire", async () => {
    const facts = opinionFacts();
    const note = opinionNote(origin, facts);
    expect(note).toMatchObject({
      id: `${origin}/opinions/${facts.id}`,
      inReplyTo: facts.case.uri,
      context: `${facts.case.uri}/context`,
      to: ["https://south.example/actors/owl"],
      cc: [],
      attestation: "a.b.c~d~",
    });
    expect(note.content).toContain("Rickettsiosis");
    expect(note).not.toHaveProperty("name");
    const expanded = await expand(note);
    const [value] = z
      .array(z.object({ "@value": z.unknown() }))
      .parse(expanded["https://w3id.org/consilium#opinion"]);
    expect(value?.["@value"]).toMatchObject({
      differential: [[{ text: "Rickettsiosis", codes: [{ system: "icd10cm", code: "A79.9" }] }]],
    });
    expect(readOpinionBody(value?.["@value"])).toEqual(body);
    expect(expanded["https://w3id.org/consilium#attestation"]).toEqual([{ "@value": "a.b.c~d~" }]);
  });

  test("the audience of a reply is not wider than its case's", () => {
    const { case: answered } = opinionFacts();
    const restricted = opinionNote(origin, opinionFacts());
    expect([...restricted.to, ...restricted.cc]).toEqual([answered.author.uri]);
    const open = opinionNote(origin, opinionFacts({ case: { ...answered, audience: "public" } }));
    expect(open.cc).toEqual([PUBLIC, author.followers]);
  });

  test("without an attestation there is no such property", () => {
    expect(opinionNote(origin, opinionFacts({ attestation: null }))).not.toHaveProperty("attestation");
  });

  test("a comment is an ordinary Note", () => {
    const { case: answered } = opinionFacts();
    const note = commentNote(origin, {
      id: newId(),
      author,
      case: answered,
      inReplyTo: "https://south.example/opinions/2",
      content: "<p>Was there a tick?</p>",
      publishedAt: new Date(0),
    });
    expect(note.inReplyTo).toBe("https://south.example/opinions/2");
    expect(note).not.toHaveProperty("opinion");
    expect(note.tag).toEqual([{ type: "Mention", href: answered.author.uri, name: "@owl@south.example" }]);
  });
});

describe("actors", () => {
  const keys = async (): Promise<PublishedKeys> => {
    const rsa = await generateKeyPair("RS256", { modulusLength: 2048, extractable: true });
    const ed25519 = await generateKeyPair("EdDSA", { extractable: true });
    return {
      rsaPem: await exportSPKI(rsa.publicKey),
      ed25519Multibase: await exportMultibaseKey(ed25519.publicKey),
    };
  };

  test("a persona says in words what is verified, and no time", async () => {
    const actor = personaActor(origin, {
      handle: "quiet-heron",
      pseudonym: "Quiet Heron",
      summary: "",
      keys: await keys(),
      verified: { profession: "physician", specialty: "dermatology" },
      institution: 'North & "Field"',
      attestation: "x.y.z~",
    });
    expect(actor.attachment).toEqual([
      { type: "PropertyValue", name: "Profession", value: "Physician" },
      { type: "PropertyValue", name: "Specialty", value: "Dermatology" },
      {
        type: "PropertyValue",
        name: "Verified by",
        value: '<a href="https://north.example" rel="nofollow noopener">North &amp; &quot;Field&quot;</a>',
      },
    ]);
    expect(actor).not.toHaveProperty("published");
    const person = await Person.fromJsonLd(actor, { documentLoader: loader, contextLoader: loader });
    expect(person.preferredUsername).toBe("quiet-heron");
    expect(person.endpoints?.sharedInbox?.href).toBe(`${origin}/inbox`);
    expect((await person.getPublicKey())?.id?.href).toBe(`${actor.id}#main-key`);
    const [multikey] = await collect(person.getAssertionMethods());
    expect(multikey?.publicKey).toMatchObject({ algorithm: { name: "Ed25519" } });
    const expanded = await expand(actor);
    expect(expanded["https://w3id.org/consilium#attestation"]).toEqual([{ "@value": "x.y.z~" }]);
    expect(JSON.stringify(expanded)).toContain("http://schema.org#PropertyValue");
  });

  test("a stream is a Group and the institution an Application that lists streams", async () => {
    const specialty = specialtyOf("dermatology");
    if (specialty === undefined) throw new Error("Dermatology is a specialty.");
    const published = await keys();
    const group = streamActor(origin, { specialty, institution: "Northfield", keys: published });
    expect((await Group.fromJsonLd(group, { contextLoader: loader })).name).toBe("Dermatology at Northfield");
    expect((await expand(group))["https://w3id.org/consilium#specialty"]).toEqual([
      { "@type": "@json", "@value": { slug: "dermatology", nucc: "207N00000X" } },
    ]);
    const institution = institutionActor(origin, { name: "Northfield", keys: published });
    const application = await Application.fromJsonLd(institution, { contextLoader: loader });
    expect(application.id?.href).toBe(`${origin}/actors/institution`);
    expect((await expand(institution))["https://www.w3.org/ns/activitystreams#streams"]).toEqual([
      { "@id": `${origin}/actors/institution/streams` },
    ]);
  });
});

describe("activities", () => {
  test("doing a thing twice gives the same activity", () => {
    const facts = caseFacts();
    expect(createActivity(caseNote(origin, facts))).toEqual(createActivity(caseNote(origin, facts)));
  });

  test("a Create carries its Note without a context of its own, unless the Note is signed", () => {
    const note = caseNote(origin, caseFacts());
    expect(createActivity(note).object).not.toHaveProperty("@context");
    const proof = {
      type: "DataIntegrityProof",
      cryptosuite: "eddsa-jcs-2022",
      verificationMethod: `${author.uri}#ed25519-key`,
      proofPurpose: "assertionMethod",
      created: "2026-01-02T03:04:05Z",
      proofValue: "z1",
    } as const;
    expect(createActivity({ ...note, proof }).object).toEqual({ ...note, proof });
    expect(createActivity(note)["@context"]).toBe(OBJECT_CONTEXT);
  });

  test("Announce, Follow, Accept and Undo", () => {
    const facts = caseFacts();
    const uri = `${origin}/cases/${facts.id}`;
    expect(
      announceActivity(caseAnnounceUri(stream.uri, facts.id), stream.uri, uri, facts.publishedAt, {
        to: [stream.followers],
        cc: [author.uri],
      }),
    ).toMatchObject({
      id: `${stream.uri}/announces/${facts.id}`,
      actor: stream.uri,
      object: uri,
      to: [stream.followers],
    });
    const follow = followActivity(`${author.uri}/follows/1`, author.uri, "https://south.example/actors/owl");
    const quoted = { id: follow.id, type: "Follow", actor: follow.actor, object: follow.object };
    expect(undoActivity(follow)).toMatchObject({
      id: `${follow.id}#undo`,
      object: quoted,
      to: [follow.object],
    });
    const next = followActivity(`${author.uri}/follows/2`, author.uri, follow.object);
    expect(acceptActivity(follow).id).toBe(acceptActivity(follow).id);
    expect(acceptActivity(follow).id).not.toBe(acceptActivity(next).id);
    expect(acceptActivity(follow)).toMatchObject({
      actor: "https://south.example/actors/owl",
      object: quoted,
      to: [author.uri],
    });
  });
});
