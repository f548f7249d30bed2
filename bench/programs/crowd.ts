// Everybody else: other servers with their actors, and whoever sends requests to what is measured.
import { z } from "zod";
import { answerCalls } from "../support/calls.ts";
import { signedCreate } from "../support/crowd/activities.ts";
import { type LoadRequest, send } from "../support/crowd/load.ts";
import { actorDocument, at, makeSenders, type Sender } from "../support/crowd/senders.ts";
import { type Servers, startServers } from "../support/crowd/servers.ts";

let servers: Servers;
let senders: readonly Sender[] = [];
let prepared: readonly LoadRequest[] = [];
/** Senders take turns, over all batches. */
let turn = 0;

const open = z.object({ servers: z.number(), senders: z.number() });
const prepare = z.object({ inbox: z.string(), count: z.number() });
const post = z.object({ port: z.number(), connections: z.number() });
const get = post.extend({
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  count: z.number(),
});

answerCalls({
  async open(argument) {
    const wanted = open.parse(argument);
    servers = await startServers(wanted.servers);
    senders = await makeSenders(servers.origins, wanted.senders);
    for (const sender of senders) servers.documents.set(sender.uri, JSON.stringify(actorDocument(sender)));
    return {
      origins: servers.origins,
      senders: senders.map(({ uri, keyId, publicKeyPem }) => ({ uri, keyId, publicKeyPem })),
    };
  },
  async prepare(argument) {
    const { inbox, count } = prepare.parse(argument);
    prepared = await Promise.all(
      Array.from({ length: count }, () => signedCreate(at(senders, turn++), inbox)),
    );
    return prepared.length;
  },
  post(argument) {
    const { port, connections } = post.parse(argument);
    return send(port, prepared, connections);
  },
  get(argument) {
    const { port, connections, path, headers, count } = get.parse(argument);
    const request: LoadRequest = { method: "GET", path, headers };
    return send(
      port,
      Array.from({ length: count }, () => request),
      connections,
    );
  },
  arrivals: () => servers.arrivals(),
  forget: () => servers.forget(),
});
