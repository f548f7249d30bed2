// Stock Fedify, for comparison only: the server of Fedify's own tutorial, with the key-value store and the queue in memory
// that it suggests to begin with. Nothing of Consilium is in it. See README.md beside this file.
import {
  createFederation,
  type Federation,
  InProcessMessageQueue,
  MemoryKvStore,
  type RequestContext,
} from "@fedify/fedify";
import { Create, Endpoints, Note, Person, PUBLIC_COLLECTION } from "@fedify/vocab";
import { Hono } from "hono";
import { z } from "zod";
import { answerCalls } from "../support/calls.ts";
import { serve } from "../support/serve.ts";

const HANDLE = "me";
const open = z.object({ origin: z.string() });
const deliver = z.object({
  inboxes: z.array(z.object({ id: z.string(), inbox: z.string() })),
});

let processed = 0;
let federation: Federation<void>;
let ownOrigin: string;

async function keyPairs() {
  // The tutorial makes an RSA-4096 key; one of 2048 bits, as everybody else's, is ten times quicker to sign with.
  const rsa = await crypto.subtle.generateKey(
    {
      name: "RSASSA-PKCS1-v1_5",
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: "SHA-256",
    },
    true,
    ["sign", "verify"],
  );
  const ed25519 = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  return [rsa, ed25519];
}

async function createStock(origin: string): Promise<Federation<void>> {
  const keys = await keyPairs();
  const made = createFederation<void>({
    kv: new MemoryKvStore(),
    queue: new InProcessMessageQueue(),
    origin,
    // The actors of the bench are on this machine.
    allowPrivateAddress: true,
  });
  made
    .setActorDispatcher("/users/{identifier}", async (context, identifier) => {
      if (identifier !== HANDLE) return null;
      const pairs = await context.getActorKeyPairs(identifier);
      return new Person({
        id: context.getActorUri(identifier),
        preferredUsername: identifier,
        name: "Me",
        inbox: context.getInboxUri(identifier),
        endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
        url: context.getActorUri(identifier),
        ...(pairs[0] && { publicKey: pairs[0].cryptographicKey }),
        assertionMethods: pairs.map((pair) => pair.multikey),
      });
    })
    .setKeyPairsDispatcher((_context, identifier) => (identifier === HANDLE ? keys : []));
  made.setInboxListeners("/users/{identifier}/inbox", "/inbox").on(Create, async (context, create) => {
    const object = await create.getObject(context);
    if (object instanceof Note) processed += 1;
  });
  return made;
}

async function sendCase(context: RequestContext<void>, inboxes: z.output<typeof deliver>["inboxes"]) {
  const id = crypto.randomUUID();
  const note = new Note({
    id: new URL(`/notes/${id}`, ownOrigin),
    attribution: context.getActorUri(HANDLE),
    to: PUBLIC_COLLECTION,
    content: "<p>A ring of four centimetres with a raised, smooth border and a flat centre; no scale.</p>",
  });
  await context.sendActivity(
    { identifier: HANDLE },
    inboxes.map(({ id: actor, inbox }) => ({ id: new URL(actor), inboxId: new URL(inbox) })),
    new Create({
      id: new URL(`/notes/${id}#create`, ownOrigin),
      actor: context.getActorUri(HANDLE),
      to: PUBLIC_COLLECTION,
      object: note,
    }),
  );
}

answerCalls({
  async open(argument) {
    ownOrigin = open.parse(argument).origin;
    federation = await createStock(ownOrigin);
    const app = new Hono();
    app.use((c) => federation.fetch(c.req.raw, { contextData: undefined }));
    return serve(app.fetch);
  },
  processed: () => processed,
  async deliver(argument) {
    const { inboxes } = deliver.parse(argument);
    await sendCase(federation.createContext(new Request(ownOrigin), undefined), inboxes);
  },
});
