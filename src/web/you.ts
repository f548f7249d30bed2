import { html } from "hono/html";
import type { Physician } from "#domain/member.ts";
import { unauthenticated } from "#domain/refusal.ts";
import { findActor } from "#store/actors.ts";
import { type FollowedActor, listFollowedActors } from "#store/follows.ts";
import { card } from "#ui/card.ts";
import { face } from "#ui/face.ts";
import { count, type Html, said } from "#ui/html.ts";
import { verifiedWords } from "#ui/words.ts";
import { who } from "#ui/who.ts";
import { appsCard } from "./apps.ts";
import { doneBanner } from "./done.ts";
import { followForm } from "./follow.ts";
import { personViews } from "./person-view.ts";
import type { WebApp, WebServices } from "./services.ts";
import { show } from "./show.ts";
import { physicianOf } from "./viewer.ts";

const onDay = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** What a member is here: persona, attestation, whom they follow; and the way out. */
export function youPage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get("/you", async (c) => {
    const member = c.get("member");
    if (member === undefined) throw unauthenticated();
    const physician = physicianOf(c);
    const followed =
      physician === undefined ? [] : await listFollowedActors(instance.db, physician.persona.actorId);
    return show(
      services,
      c,
      { title: "You", current: "you" },
      html`<div class="narrow stack wide">
        ${doneBanner(c)}
        ${physician === undefined ? staffHeader() : html`${personaHeader(physician)} ${await attestation(services, physician)}`}
        ${member.roles.includes("administrator") ? administratorCard() : ""}
        ${physician === undefined ? "" : await followedCard(services, followed)}
        ${physician === undefined ? "" : await appsCard(services, member)}
        <form method="post" action="/sign-out">
          <button class="button quiet">Sign out</button>
        </form>
      </div>`,
    );
  });
}

const personaHeader = ({ persona }: Physician): Html =>
  html`<header class="profile">
    ${face(handleOf(persona))}
    <div>
      <h1>${said(persona.pseudonym)}</h1>
      <p class="soft">@${said(handleOf(persona))}</p>
    </div>
    <div class="row"><a class="button quiet" href="/@${persona.handle}">What others see</a></div>
  </header>`;

const handleOf = ({ handle, uri }: Physician["persona"]): string => `${handle}@${new URL(uri).host}`;

const staffHeader = (): Html =>
  html`<header class="stack tight">
    <h1>You</h1>
    <p>Your account has no pseudonym: it looks after this institution's server and takes no part in cases.</p>
  </header>`;

async function attestation({ instance }: WebServices, physician: Physician): Promise<Html> {
  const actor = await findActor(instance.db, physician.persona.actorId);
  const until = actor?.verified == null ? undefined : new Date(actor.verified.until);
  const holds = until !== undefined && until > instance.clock();
  return card(
    { title: "Your attestation", id: "attestation" },
    html`<dl class="facts">
        <dt>It says</dt>
        <dd>${verifiedWords(physician.verified)}</dd>
        <dt>Vouched for by</dt>
        <dd>${said(instance.config.institutionName)}</dd>
        <dt>Valid until</dt>
        <dd>
          ${until === undefined ? "never issued" : html`${onDay.format(until)}${holds ? "; renewed by itself" : ": it has run out"}`}
        </dd>
      </dl>
      <p class="soft">
        Your institution knows who you are; the statement does not say it, and no colleague, here or
        elsewhere, can look it up.
      </p>`,
  );
}

const administratorCard = (): Html =>
  card(
    { title: "Administration", id: "administration" },
    html`<p>You are an administrator of this institution. <a href="/manage">Manage it</a></p>`,
  );

async function followedCard(services: WebServices, followed: readonly FollowedActor[]): Promise<Html> {
  const personView = await personViews(services, followed);
  return card(
    {
      title: "You follow",
      id: "following",
      note: html`${count(followed.length, "persona or stream", "personas and streams")}.
        <a href="/streams">Choose streams</a>`,
    },
    followed.length === 0
      ? html`<p>Nobody yet: your home page stays empty until you follow a stream or a colleague.</p>`
      : html`<ul class="people">
          ${followed.map(
            (actor) =>
              html`<li class="row apart">
                ${who(personView(actor))} ${followForm(actor.id, actor.state, "/you")}
              </li>`,
          )}
        </ul>`,
  );
}
