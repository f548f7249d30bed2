import { html } from "hono/html";
import type { Member, Physician } from "#domain/member.ts";
import { OPENING_NOTICE_DAYS, OPENING_REASONS } from "#domain/opening.ts";
import { unauthenticated } from "#domain/refusal.ts";
import { findActor } from "#store/actors.ts";
import { type FollowedActor, listFollowedActors } from "#store/follows.ts";
import { listOpeningsOf } from "#store/openings.ts";
import { banner } from "#ui/banner.ts";
import { card } from "#ui/card.ts";
import { chip } from "#ui/chips.ts";
import { face } from "#ui/face.ts";
import { count, type Html, said } from "#ui/html.ts";
import { verifiedWords } from "#ui/words.ts";
import { who } from "#ui/who.ts";
import { appsCard } from "./apps.ts";
import { doneBanner } from "./done.ts";
import { followForm } from "./follow.ts";
import { personViews } from "./person-view.ts";
import { pseudonymsCard } from "./pseudonyms.ts";
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
        ${await openingNotices(services, member)}
        ${member.roles.includes("administrator") ? administratorCard() : ""}
        ${member.roles.includes("registrar") ? registrarCard() : ""}
        ${member.roles.includes("custodian") ? custodianCard() : ""}
        ${physician === undefined ? "" : pseudonymsCard(physician)}
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
  if (physician.barredFor !== undefined)
    return revokedCard(physician.barredFor, instance.config.institutionName);
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

const revokedCard = (reason: string, institution: string): Html =>
  card(
    { title: "Your attestation", id: "attestation", beside: chip("Revoked", "urgent", "alert") },
    html`<p>
        ${said(institution)} has revoked what it said of you. You can read; you cannot ask, answer or comment
        until it vouches for you again.
      </p>
      <dl class="facts">
        <dt>Reason</dt>
        <dd>${said(reason)}</dd>
      </dl>
      <p class="soft">
        What you wrote before stays, and counts. If this is wrong, speak to whoever verifies physicians at
        your institution.
      </p>`,
  );

/** What a physician is told of openings of their identity, a month afterwards. */
async function openingNotices({ instance }: WebServices, { accountId }: Member): Promise<Html> {
  const before = new Date(instance.clock().getTime() - OPENING_NOTICE_DAYS * 86_400_000);
  const openings = await listOpeningsOf(instance.db, accountId, before);
  return html`${openings.map(({ pseudonym, reasonCode, releasedAt }) =>
    banner(
      "warning",
      html`The identity behind ${said(pseudonym)} was opened by both custodians of your institution on
      ${onDay.format(releasedAt ?? before)}. The reason given: ${OPENING_REASONS[reasonCode]}.`,
    ),
  )}`;
}

const registrarCard = (): Html =>
  card(
    { title: "Registrar’s desk", id: "registrar" },
    html`<p>You decide who is verified. <a href="/manage/applications">Who waits</a></p>`,
  );

const custodianCard = (): Html =>
  card(
    { title: "Custody", id: "custody" },
    html`<p>
      You are a custodian of this institution. <a href="/manage/openings">Requests to open an identity</a>
    </p>`,
  );

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
