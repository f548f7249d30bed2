import { requirePhysician } from "#actions/require-physician.ts";
import type { ActorId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import type { LiveEvent } from "#feeds/live-channel.ts";
import { findCase } from "#store/cases.ts";
import { feedOwnersAmong } from "#store/feed-owners.ts";
import { caseIdOf } from "./case-address.ts";
import { eventStreams, type StreamEvent, type Subscribe } from "./event-stream.ts";
import type { WebApp, WebServices } from "./services.ts";
import { viewerOf } from "./viewer.ts";

/**
 * Live arrival by server-sent events: on a case's page of what is new there, on the home page of new cases in one's
 * timeline and of answers to one's own cases.
 */
export function liveRoutes(app: WebApp, services: WebServices): void {
  const streams = eventStreams(services);
  const home = homeChannel(services);

  app.get("/cases/:id/events", async (c) => {
    const id = caseIdOf(c.req.param("id"));
    if ((await findCase(services.instance.db, id, viewerOf(c))) === undefined) throw notFound("case");
    return streams.open(c, (hear) =>
      services.live.subscribe(
        (event) => "caseId" in event && event.caseId === id && hear(streamEvent(event)),
      ),
    );
  });

  app.get("/events", (c) => {
    const { persona } = requirePhysician(c.get("member"));
    return streams.open(c, home(persona.actorId));
  });
}

/** What is said of a case; that an ordinary post has come is no reason to move the page under the reader. */
type CaseEvent = Extract<LiveEvent, { readonly caseId: unknown }>;

const streamEvent = (event: CaseEvent): StreamEvent => ({ ...event, url: `/cases/${event.caseId}` });

/** Asks once for each event, whoever listens, whose timelines it belongs to. */
function homeChannel({ instance, live }: WebServices): (owner: ActorId) => Subscribe {
  const listeners = new Map<ActorId, Set<(event: StreamEvent) => void>>();

  const tell = async (event: CaseEvent): Promise<void> => {
    for (const { ownerId, uri, isAuthor } of await feedOwnersAmong(instance.db, event.caseId, [
      ...listeners.keys(),
    ])) {
      if (event.type !== "case" && !isAuthor) continue;
      for (const hear of listeners.get(ownerId) ?? []) hear({ ...streamEvent(event), uri });
    }
  };
  live.subscribe((event) => {
    if (listeners.size === 0 || !("caseId" in event)) return;
    tell(event).catch((error: unknown) =>
      instance.log.warn("Open pages could not be told: {error}", { error }),
    );
  });

  return (owner) => (hear) => {
    const mine = listeners.get(owner) ?? new Set();
    listeners.set(owner, mine.add(hear));
    return () => {
      mine.delete(hear);
      if (mine.size === 0 && listeners.get(owner) === mine) listeners.delete(owner);
    };
  };
}
