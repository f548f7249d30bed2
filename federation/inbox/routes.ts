import { Hono } from "hono";
import type { Documents } from "../documents.ts";
import { createGate, type GateParts } from "./gate.ts";

export interface InboxParts extends GateParts {
  readonly documents: Pick<Documents, "localActor">;
}

/** The inboxes: the shared one, and one for each local actor, which all lead through the same gate. */
export function createInboxRoutes(parts: InboxParts): Hono {
  const app = new Hono();
  const gate = createGate(parts);
  app.post("/inbox", (c) => gate(c.req.raw));
  app.post("/actors/:handle/inbox", async (c) => {
    const actor = await parts.documents.localActor(c.req.param("handle"));
    if (actor === undefined) return c.json({ error: "There is no such actor here." }, 404);
    return gate(c.req.raw);
  });
  for (const path of ["/inbox", "/actors/:handle/inbox"]) {
    app.all(path, (c) => {
      c.header("allow", "POST");
      return c.json({ error: "An inbox takes POST and shows nothing." }, 405);
    });
  }
  return app;
}
