import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import { eventually } from "#test/support/eventually.ts";
import type { RemoteServer } from "#test/support/remote-server.ts";

/** A delivery as it came. */
export interface Recorded {
  readonly headers: IncomingHttpHeaders;
  readonly activity: Readonly<Record<string, unknown>>;
}

/** Records what is delivered to the shared inbox of a server, headers included. */
export function recordDeliveries(server: RemoteServer): {
  /** The delivery of this type whose object is, or quotes, what has this address; once it has come. */
  readonly of: (type: string, object: string) => Promise<Recorded>;
  /** The delivery of the activity with this id, once it has come. */
  readonly named: (id: string) => Promise<Recorded>;
} {
  const recorded: Recorded[] = [];
  const body = z.record(z.string(), z.unknown());
  const record = (path: string): void => {
    server.handlers.set(path, (request, response) => {
      const pieces: Buffer[] = [];
      request.on("data", (piece: Buffer) => pieces.push(piece));
      request.on("end", () => {
        const activity = body.parse(JSON.parse(Buffer.concat(pieces).toString()));
        recorded.push({ headers: request.headers, activity });
        response.writeHead(202).end();
      });
    });
  };
  record("/inbox");
  record("/users/owl/inbox");
  const one = (what: string, fits: (activity: Recorded["activity"]) => boolean): Promise<Recorded> =>
    eventually(what, async () => {
      const found = recorded.find(({ activity }) => fits(activity));
      if (found === undefined) throw new Error("not delivered");
      return found;
    });
  return {
    of: (type, object) =>
      one(
        `${type} of ${object}`,
        (activity) => activity["type"] === type && JSON.stringify(activity["object"]).includes(object),
      ),
    named: (id) => one(id, (activity) => activity["id"] === id),
  };
}
