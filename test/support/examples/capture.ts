import { boostPost } from "#actions/boost-post.ts";
import { editPost } from "#actions/edit-post.ts";
import { follow } from "#actions/follow.ts";
import { giveOpinion } from "#actions/give-opinion.ts";
import { like, unlike } from "#actions/like.ts";
import { removePost } from "#actions/remove-post.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { unfollow } from "#actions/unfollow.ts";
import { withdrawCase } from "#actions/withdraw-case.ts";
import { writeComment } from "#actions/write-comment.ts";
import { writePost } from "#actions/write-post.ts";
import type { CaseId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { ACTOR_CONTEXT, OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { postCase } from "#test/support/cases.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { activity, create, note } from "#test/support/remote-notes.ts";
import { type RemoteActor, type RemoteServer, startRemoteServer } from "#test/support/remote-server.ts";
import { decodedAttestation } from "./attestation.ts";
import { inboxAnswers } from "./inbox-answers.ts";
import { consensusExample, limitsTable } from "./from-code.ts";
import { Normaliser } from "./normalise.ts";
import { recordDeliveries } from "./recorder.ts";

/** Blocks of FEDERATION.md by name, as markdown. */
export type Examples = ReadonlyMap<string, string>;

const json = (text: string): string => `\`\`\`json\n${text}\n\`\`\``;

/**
 * Runs an institution and a server that follows its people, has everything happen that FEDERATION.md shows, and gives
 * what was sent and served.
 */
export async function captureExamples(): Promise<Examples> {
  const there = await startRemoteServer("southbank");
  const here = await startTestInstance({
    name: "northfield",
    institutionName: "Northfield Hospital",
    allowOrigins: [there.origin],
  });
  try {
    const owl = await there.addActor("owl");
    await setPeerTrust(here.app.instance, there.origin, "trusted");
    return await new Capture(here, there, owl).run();
  } finally {
    await Promise.all([here.stop(), there.stop()]);
  }
}

class Capture {
  readonly #here: TestInstance;
  readonly #there: RemoteServer;
  readonly #owl: RemoteActor;
  readonly #stable: Normaliser;
  readonly #examples = new Map<string, string>();

  constructor(here: TestInstance, there: RemoteServer, owl: RemoteActor) {
    [this.#here, this.#there, this.#owl] = [here, there, owl];
    this.#stable = new Normaliser({ here: here.origin, there: there.origin });
  }

  async run(): Promise<Examples> {
    const { instance } = this.#here.app;
    const { origin } = this.#here;
    const [owl, there] = [this.#owl, this.#there];
    const sent = recordDeliveries(there);
    const heron = await this.#here.signIn({ pseudonym: "Quiet Heron" });
    const kestrel = await this.#here.signIn({ pseudonym: "Grey Kestrel" });
    const [heronUri, kestrelUri] = [heron.physician.persona.uri, kestrel.physician.persona.uri];
    const stream = `${origin}/actors/dermatology`;
    const show = (name: string, document: unknown): void => this.#show(name, document);

    this.#examples.set("object-context", json(JSON.stringify(OBJECT_CONTEXT, null, 2)));
    this.#examples.set("actor-context", json(JSON.stringify(ACTOR_CONTEXT, null, 2)));
    show("persona", await this.#get(heronUri));
    show("stream", await this.#get(stream));
    show("institution", await this.#get(`${origin}/actors/institution`));
    const resource = encodeURIComponent(`acct:quiet-heron@${new URL(origin).host}`);
    show("webfinger", await this.#get(`${origin}/.well-known/webfinger?resource=${resource}`));
    show("nodeinfo-links", await this.#get(`${origin}/.well-known/nodeinfo`));

    const followed = activity(owl, "Follow", heronUri, { id: `${owl.uri}/follows/1` });
    show("follow-received", followed);
    for (const one of [followed, this.#followOf(kestrelUri), this.#followOf(stream)]) await this.#post(one);
    show("accept", (await sent.of("Accept", followed.id)).activity);
    await sent.of("Accept", stream);
    await sent.of("Accept", kestrelUri);

    const caseId = await postCase(this.#here, heron.physician, {
      audience: "network",
      withPhoto: true,
      urgency: "week",
      findings: "A single plaque, 3 cm, raised border.\nNo scale.",
      fields: {
        "age-band": "40-44",
        sex: "female",
        "skin-type": "III",
        history: "Otherwise well.",
        tried: "Terbinafine cream, four weeks.",
        course: "day -42: first noticed\nday 0: presentation",
      },
    });
    const caseUri = `${origin}/cases/${caseId}`;
    const caseSent = await sent.of("Create", caseUri);
    show("create-case", caseSent.activity);
    this.#examples.set("request", this.#request(caseSent.headers));
    const announced = await sent.named(`${stream}/announces/${caseId}`);
    show("announce-case", announced.activity);
    const embedding = await sent.named(`${stream}/announces/${caseId}/create`);
    show("announce-create", { ...embedding.activity, object: "(the Create above, with its proof)" });

    const opinionId = await giveOpinion(instance, kestrel.physician, caseId, {
      differential: [
        [{ text: "Granuloma annulare", codings: [{ system: "icd10cm", code: "L92.0" }] }],
        [
          { text: "Tinea corporis", codings: [] },
          { text: "Nummular eczema", codings: [] },
        ],
      ],
      confidence: 70,
      cantMiss: [{ text: "Cutaneous sarcoidosis", codings: [] }],
      nextSteps: "Punch biopsy from the border.",
      reasoning: "No scale, and no answer to terbinafine.",
    });
    const opinion = (await sent.of("Create", `${origin}/opinions/${opinionId}`)).activity;
    show("create-opinion", opinion);
    this.#examples.set("attestation", decodedAttestation(opinion, this.#stable));
    const commentId = await writeComment(instance, kestrel.physician, caseId, {
      text: "Any other plaques?\nOn the feet?",
    });
    show("create-comment", (await sent.of("Create", `${origin}/comments/${commentId}`)).activity);
    show("case-context", await this.#get(`${caseUri}/context`, owl));
    show("case-replies", await this.#get(`${caseUri}/replies`, owl));

    await this.#posts(sent, heron);
    await this.#recall(sent, heron.physician, caseId);
    await this.#collections(heronUri);
    this.#examples.set("inbox-answers", await inboxAnswers(this.#here, there, owl));
    this.#examples.set("consensus", consensusExample());
    this.#examples.set("limits", limitsTable());
    return this.#examples;
  }

  /** Posts, likes, boosts, and follows from here. */
  async #posts(
    sent: ReturnType<typeof recordDeliveries>,
    { physician }: Awaited<ReturnType<TestInstance["signIn"]>>,
  ): Promise<void> {
    const { instance } = this.#here.app;
    const { origin } = this.#here;
    const there = this.#there;
    const show = (name: string, document: unknown): void => this.#show(name, document);
    const text = `Grand round with @owl@${there.host} next week. #Dermatology`;
    const postId = await writePost(instance, physician, { text, audience: "public", language: "en" });
    const postUri = `${origin}/posts/${postId}`;
    show("create-post", (await sent.of("Create", postUri)).activity);
    await editPost(instance, physician, postId, { text: `${text} Noon.`, language: "en" });
    show("update-post", (await sent.of("Update", postUri)).activity);
    await removePost(instance, physician, postId);
    show("delete-post", (await sent.of("Delete", postUri)).activity);
    show("tombstone", await this.#get(postUri));

    const followee = await instance.remote.findActor(this.#owl.uri);
    await follow(instance, physician, followee);
    const asked = (await sent.of("Follow", this.#owl.uri)).activity;
    show("follow-sent", asked);
    await this.#post(activity(this.#owl, "Accept", asked["id"], { id: `${this.#owl.uri}/accepts/1` }));
    const answer = note(this.#owl, { id: `${this.#owl.uri}/notes/1`, content: "<p>Gladly.</p>" });
    there.documents.set(new URL(answer.id).pathname, create(answer).object);
    const object = await instance.remote.fetchObject(answer.id);
    if (object.kind !== "post") throw new Error("A post was fetched as a case");
    await like(instance, physician, object);
    const liked = (await sent.of("Like", answer.id)).activity;
    show("like", liked);
    await unlike(instance, physician, object);
    show("undo-like", (await sent.of("Undo", String(liked["id"]))).activity);
    await boostPost(instance, physician, object.id);
    show("announce-post", (await sent.of("Announce", answer.id)).activity);
    await unfollow(instance, physician, followee);
    show("undo-follow", (await sent.of("Undo", String(asked["id"]))).activity);
  }

  /** A case is withdrawn here, and one of another server there. */
  async #recall(
    sent: ReturnType<typeof recordDeliveries>,
    physician: Physician,
    caseId: CaseId,
  ): Promise<void> {
    const { origin } = this.#here;
    await withdrawCase(this.#here.app.instance, physician, caseId);
    this.#show("delete-case", (await sent.of("Delete", `${origin}/cases/${caseId}`)).activity);
    const recall = { deadline: "2026-03-03T09:30:00.000Z" };
    const theirs = `${this.#owl.uri}/cases/1`;
    const deletion = { id: `${theirs}#delete`, recall };
    await this.#post(activity(this.#owl, "Delete", theirs, deletion));
    this.#show("receipt", (await sent.of("Accept", deletion.id)).activity);
  }

  async #collections(actorUri: string): Promise<void> {
    const { origin } = this.#here;
    this.#show("nodeinfo", await this.#get(`${origin}/nodeinfo/2.1`));
    this.#show("issuer-keys", await this.#get(`${origin}/.well-known/jwt-vc-issuer`));
    this.#show("followers", await this.#get(`${actorUri}/followers`));
    this.#show("outbox", await this.#get(`${actorUri}/outbox`));
  }

  #show(name: string, document: unknown): void {
    this.#examples.set(name, json(this.#stable.json(document)));
  }

  async #get(url: string, actor?: RemoteActor): Promise<unknown> {
    const { text } = await this.#there.get(url, actor);
    return JSON.parse(text);
  }

  async #post(document: object): Promise<void> {
    const { status, text } = await this.#there.post(this.#owl, `${this.#here.origin}/inbox`, document);
    if (status !== 202) throw new Error(`${status} ${text}`);
  }

  #followOf(object: string): object {
    return activity(this.#owl, "Follow", object, {
      id: `${this.#owl.uri}/follows/${object.split("/").at(-1)}`,
    });
  }

  /** The head of a delivery: what is signed, and how. */
  #request(headers: Awaited<ReturnType<ReturnType<typeof recordDeliveries>["of"]>>["headers"]): string {
    const shown = ["host", "content-type", "content-digest", "signature-input", "signature"].map((name) => {
      const value = this.#stable.text(String(headers[name]));
      return `${name}: ${value
        .replaceAll(/created=\d+/gu, "created=1772443800")
        .replaceAll(/(?<=[=:]:)[A-Za-z0-9+/=]{20,}(?=:)/gu, "…")}`;
    });
    return `\`\`\`http\nPOST /inbox HTTP/1.1\n${shown.join("\n")}\n\`\`\``;
  }
}
