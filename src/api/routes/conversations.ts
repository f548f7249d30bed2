import { z } from "zod";
import { readConversation } from "#actions/read-conversation.ts";
import { notFound } from "#domain/refusal.ts";
import { statusId } from "#domain/status-ref.ts";
import { type Conversation, listConversations } from "#store/conversations.ts";
import { account } from "../entities/account.ts";
import { id } from "../entities/shapes.ts";
import { status } from "../entities/status.ts";
import { paged, pageInput, placesOf, windowOf } from "../paging.ts";
import { presentAccounts, presentStatuses, recordOf } from "../present.ts";
import { type Call, type Route, route } from "../route.ts";

const conversation = z.object({
  id,
  unread: z.boolean(),
  accounts: z.array(account),
  last_status: status.nullable(),
});

/** Direct posts between the same people: https://docs.joinmastodon.org/methods/conversations/. */
export const conversationRoutes: readonly Route[] = [
  route("GET /api/v1/conversations", {
    summary: "Direct posts, one conversation for each group of people",
    access: "person",
    scope: "read:statuses",
    input: z.object(pageInput(20, 40)),
    entity: z.array(conversation),
    paged: true,
    answer: async (call) => {
      const { instance, person, input } = call;
      const found = await listConversations(instance.db, person.persona.actorId, windowOf(input));
      return paged(call.url, await present(call, found), placesOf(found, idOf));
    },
  }),
  route("POST /api/v1/conversations/:id/read", {
    summary: "Mark a conversation as read",
    access: "person",
    scope: "write:conversations",
    entity: conversation,
    answer: async (call) => {
      const record = await recordOf(call, call.path["id"]);
      if (record.kind !== "post" || record.post.audience !== "direct") throw notFound("conversation");
      const { post } = record;
      await readConversation(call.instance, call.person, post.id);
      const people = [post.author, ...post.mentions].map((one) => one.id);
      const others = [...new Set(people)].filter((one) => one !== call.person.persona.actorId);
      const [shown] = await present(call, [{ ...post, with: others, unread: false }]);
      if (shown === undefined) throw notFound("conversation");
      return shown;
    },
  }),
];

const idOf = ({ id: post, publishedAt }: Pick<Conversation, "id" | "publishedAt">): string =>
  statusId({ kind: "post", id: post, publishedAt });

async function present(
  call: Pick<Call<unknown>, "instance" | "reader">,
  found: readonly Conversation[],
): Promise<z.infer<typeof conversation>[]> {
  const [accounts, statuses] = await Promise.all([
    presentAccounts(call, [...new Set(found.flatMap((one) => one.with))]),
    presentStatuses(
      call,
      found.map(({ id: post, publishedAt }) => ({ kind: "post", id: post, publishedAt })),
      "thread",
    ),
  ]);
  const accountOf = new Map<string, z.infer<typeof account>>(accounts.map((one) => [one.id, one]));
  const statusOf = new Map(statuses.map((one) => [one.id, one]));
  return found.map((one) => ({
    id: idOf(one),
    unread: one.unread,
    accounts: one.with.flatMap((who) => accountOf.get(who) ?? []),
    last_status: statusOf.get(idOf(one)) ?? null,
  }));
}
