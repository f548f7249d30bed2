import { html } from "hono/html";
import { actAs } from "#actions/act-as.ts";
import { createPersona } from "#actions/create-persona.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { MAX_PERSONAS, type Physician } from "#domain/member.ts";
import { Refusal } from "#domain/refusal.ts";
import { card } from "#ui/card.ts";
import { chip } from "#ui/chips.ts";
import { errorSummary } from "#ui/errors.ts";
import { face } from "#ui/face.ts";
import { type Html, said } from "#ui/html.ts";
import { sessionCookie } from "./cookies.ts";
import { doneAt } from "./done.ts";
import { formText, readForm } from "./form.ts";
import {
  type EnteredPseudonym,
  pseudonymFaults,
  pseudonymFields,
  readPseudonymField,
} from "./pseudonym-form.ts";
import { statusOf } from "./refusals.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";

/** Where a physician adds a pseudonym, and chooses the one to act under. */
export function pseudonymsPage(app: WebApp, services: WebServices): void {
  const { instance } = services;
  const session = sessionCookie(instance.config.origin);

  app.get("/you/pseudonyms/add", (c) => {
    requirePhysician(c.get("member"));
    return showAdd(services, c);
  });

  app.post("/you/pseudonyms/add", async (c) => {
    const physician = requirePhysician(c.get("member"));
    const pseudonym = readPseudonymField(await readForm(c));
    try {
      await createPersona(instance, physician, pseudonym);
      return c.redirect(doneAt("/you#pseudonyms", "pseudonym"), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      return showAdd(services, c, { pseudonym, refusal: error });
    }
  });

  app.post("/you/pseudonyms/use", async (c) => {
    const handle = formText(await readForm(c), "as");
    await actAs(instance, c.get("member"), session.get(c) ?? "", handle);
    return c.redirect(doneAt("/you", "acting"), 303);
  });
}

const showAdd = (services: WebServices, c: WebContext, entered?: EnteredPseudonym): Promise<Response> =>
  show(
    services,
    c,
    { title: "Add a pseudonym", current: "you", faulty: entered !== undefined },
    html`<form class="narrow stack wide" method="post" action="/you/pseudonyms/add">
      ${errorSummary(pseudonymFaults(entered))}
      <header class="stack tight">
        <h1>Add a pseudonym</h1>
        <p>
          For a circle, or for a single case that you want kept apart. It has a page, keys and an attestation
          of its own; nobody outside your institution’s server can tell that it is yours too.
        </p>
        <p>What tells it all the same is how you write, and what you say of yourself.</p>
      </header>
      <section class="card stack">
        ${pseudonymFields(entered)}
        <p><button class="button wide">Add this pseudonym</button></p>
      </section>
    </form>`,
    entered === undefined ? 200 : statusOf(entered.refusal),
  );

/** A physician's pseudonyms, the one in use, and the way to others. */
export const pseudonymsCard = ({ persona, personas }: Physician): Html =>
  card(
    {
      title: "Your pseudonyms",
      id: "pseudonyms",
      note: "Known to you alone. In one case you speak under one of them, and give one opinion.",
    },
    html`<ul class="people">
        ${personas.map(
          (one) =>
            html`<li class="row apart">
              <div class="who">
                ${face(`${one.handle}@${new URL(one.uri).host}`)}
                <p><a class="pseudonym" href="/@${one.handle}">${said(one.pseudonym)}</a></p>
              </div>
              ${one.actorId === persona.actorId ? chip("In use", "good", "check") : useForm(one.handle, one.pseudonym)}
            </li>`,
        )}
      </ul>
      ${
        personas.length < MAX_PERSONAS
          ? html`<p><a href="/you/pseudonyms/add">Add a pseudonym</a></p>`
          : html`<p class="soft">${MAX_PERSONAS} is the most that one physician may have.</p>`
      }`,
  );

const useForm = (handle: string, pseudonym: string): Html =>
  html`<form method="post" action="/you/pseudonyms/use">
    <input type="hidden" name="as" value="${handle}" />
    <button class="button quiet">Use<span class="hidden-text"> ${pseudonym}</span></button>
  </form>`;
