import { photo } from "#test/support/images.ts";
import type { ApiCall } from "#test/support/api-client.ts";
import type { ApiHouse } from "./fixture.ts";

/** How an endpoint is called where it has something to say. */
export interface Sample {
  /** What the path names. */
  readonly path?: Readonly<Record<string, string>>;
  /** Query, with the question mark. */
  readonly query?: string;
  readonly call?: Omit<ApiCall, "token">;
  /** 200 where it is not given. */
  readonly status?: number;
}

/** A sample for each endpoint that needs more than its address; by "METHOD path". */
export async function samplesOf({ ids, reader }: ApiHouse): Promise<Readonly<Record<string, Sample>>> {
  const account = { path: { id: ids.asker } };
  const me = { path: { id: reader.physician.persona.actorId } };
  const inStatus = { path: { id: ids.case } };
  const post = { path: { id: ids.post } };
  const own = { path: { id: ids.ownPost } };
  const filter = { path: { id: ids.filter } };
  const keyword = { path: { id: ids.keyword } };
  const list = { path: { id: ids.list } };
  const group = { path: { group_key: `ungrouped-${ids.notification}` } };
  const picture = new File([new Uint8Array(await photo(300, 200))], "photo.jpg", { type: "image/jpeg" });
  const form = (description: string): FormData => {
    const data = new FormData();
    data.append("file", picture);
    data.append("description", description);
    return data;
  };
  const none = { path: { id: "1" }, status: 404 };
  const onAccount = Object.fromEntries(
    [
      "follow",
      "note",
      "mute",
      "unmute",
      "block",
      "unblock",
      "pin",
      "unpin",
      "endorse",
      "unendorse",
      "unfollow",
      "remove_from_followers",
    ].map((verb) => [`POST /api/v1/accounts/:id/${verb}`, account]),
  );
  const ofAccount = Object.fromEntries(
    ["statuses", "followers", "following", "featured_tags", "lists", "endorsements", "identity_proofs"].map(
      (part) => [`GET /api/v1/accounts/:id/${part}`, account],
    ),
  );
  const onStatus = Object.fromEntries(
    ["favourite", "unfavourite", "bookmark", "unbookmark", "mute", "unmute"].map((verb) => [
      `POST /api/v1/statuses/:id/${verb}`,
      inStatus,
    ]),
  );
  const ofStatus = Object.fromEntries(
    ["context", "history", "favourited_by", "reblogged_by", "quotes", "card"].map((part) => [
      `GET /api/v1/statuses/:id/${part}`,
      inStatus,
    ]),
  );
  return {
    ...onAccount,
    ...ofAccount,
    "GET /api/v1/accounts/:id/followers": me,
    "GET /api/v1/accounts/:id/following": me,
    ...onStatus,
    ...ofStatus,
    "POST /api/v1/apps": { call: { json: { client_name: "App", redirect_uris: "https://app.example/" } } },
    "POST /oauth/token": { call: { form: { grant_type: "password" } }, status: 401 },
    "POST /oauth/revoke": { call: { form: { token: "x" } }, status: 401 },
    "POST /api/v1/accounts": { status: 403 },
    "PATCH /api/v1/accounts/update_credentials": { call: { json: { note: "Skin and its troubles" } } },
    "GET /api/v1/accounts/lookup": { query: "?acct=dermatology" },
    "GET /api/v1/accounts/search": { query: "?q=heron" },
    "GET /api/v1/accounts/relationships": { query: `?id[]=${ids.asker}&id[]=${ids.stream}&id[]=x` },
    "GET /api/v1/accounts/familiar_followers": { query: `?id[]=${ids.asker}` },
    "GET /api/v1/accounts": { query: `?id[]=${ids.asker}&id[]=${ids.stream}` },
    "GET /api/v1/accounts/:id": account,
    "GET /api/v1/timelines/tag/:hashtag": { path: { hashtag: "Dermatology" } },
    "GET /api/v1/timelines/list/:list_id": { path: { list_id: ids.list } },
    "GET /api/v1/statuses": {
      query: `?id[]=${ids.case}&id[]=${ids.opinion}&id[]=${ids.comment}&id[]=${ids.post}&id[]=x`,
    },
    "GET /api/v1/statuses/:id": inStatus,
    "GET /api/v1/statuses/:id/source": own,
    "POST /api/v1/statuses": { call: { json: { status: "An ordinary post", visibility: "public" } } },
    "PUT /api/v1/statuses/:id": { ...own, call: { json: { status: "Good evening" } } },
    "DELETE /api/v1/statuses/:id": own,
    "POST /api/v1/statuses/:id/reblog": post,
    "POST /api/v1/statuses/:id/unreblog": post,
    "POST /api/v1/statuses/:id/pin": own,
    "POST /api/v1/statuses/:id/unpin": own,
    "POST /api/v1/statuses/:id/translate": { ...inStatus, status: 403 },
    "POST /api/v2/media": { call: { form: form("A ring-shaped plaque") }, status: 202 },
    "POST /api/v1/media": { call: { form: form("A ring-shaped plaque") } },
    "GET /api/v1/media/:id": none,
    "PUT /api/v1/media/:id": none,
    "DELETE /api/v1/media/:id": none,
    "GET /api/v1/notifications/:id": { path: { id: ids.notification } },
    "POST /api/v1/notifications/:id/dismiss": { path: { id: ids.notification } },
    "GET /api/v2/notifications/:group_key": group,
    "GET /api/v2/notifications/:group_key/accounts": group,
    "POST /api/v2/notifications/:group_key/dismiss": group,
    "POST /api/v1/lists": { call: { json: { title: "Others" } } },
    "GET /api/v1/lists/:id": list,
    "PUT /api/v1/lists/:id": { ...list, call: { json: { title: "Close colleagues" } } },
    "DELETE /api/v1/lists/:id": list,
    "GET /api/v1/lists/:id/accounts": list,
    "POST /api/v1/lists/:id/accounts": { ...list, call: { json: { account_ids: [ids.asker] } } },
    "DELETE /api/v1/lists/:id/accounts": { ...list, call: { json: { account_ids: [ids.asker] } } },
    "POST /api/v1/markers": { call: { json: { home: { last_read_id: ids.case } } } },
    "POST /api/v1/filters": { call: { json: { phrase: "ring", context: ["home"] } } },
    "GET /api/v1/filters/:id": keyword,
    "PUT /api/v1/filters/:id": { ...keyword, call: { json: { phrase: "rings", irreversible: true } } },
    "DELETE /api/v1/filters/:id": { path: { id: ids.otherKeyword } },
    "POST /api/v2/filters": { call: { json: { title: "More", context: ["home", "thread"] } } },
    "GET /api/v2/filters/:id": filter,
    "PUT /api/v2/filters/:id": { ...filter, call: { json: { filter_action: "hide" } } },
    "DELETE /api/v2/filters/:id": filter,
    "GET /api/v2/filters/:id/keywords": filter,
    "POST /api/v2/filters/:id/keywords": { ...filter, call: { json: { keyword: "ring" } } },
    "GET /api/v2/filters/keywords/:id": keyword,
    "PUT /api/v2/filters/keywords/:id": { ...keyword, call: { json: { keyword: "rings" } } },
    "DELETE /api/v2/filters/keywords/:id": keyword,
    "GET /api/v2/filters/:id/statuses": filter,
    "POST /api/v2/filters/:id/statuses": { ...filter, call: { json: { status_id: ids.case } } },
    "GET /api/v2/filters/statuses/:id": { path: { id: ids.filteredStatus } },
    "DELETE /api/v2/filters/statuses/:id": { path: { id: ids.filteredStatus } },
    "POST /api/v1/conversations/:id/read": { path: { id: ids.direct } },
    "POST /api/v1/domain_blocks": { call: { json: { domain: "spam.example" } } },
    "DELETE /api/v1/domain_blocks": { call: { json: { domain: "spam.example" } } },
    "GET /api/v1/tags/:name": { path: { name: "dermatology" } },
    "POST /api/v1/tags/:name/follow": { path: { name: "dermatology" } },
    "POST /api/v1/tags/:name/unfollow": { path: { name: "dermatology" } },
    "POST /api/v1/reports": {
      call: { json: { account_id: ids.asker, comment: "Advertises", status_ids: [ids.case] } },
    },
    "GET /api/v2/search": { query: "?q=annular" },
    "POST /api/v1/follow_requests/:id/authorize": none,
    "POST /api/v1/follow_requests/:id/reject": none,
    "DELETE /api/v1/suggestions/:id": { path: { id: ids.asker } },
    "GET /api/v1/polls/:id": none,
    "POST /api/v1/polls/:id/votes": none,
    "GET /api/v1/scheduled_statuses/:id": none,
    "PUT /api/v1/scheduled_statuses/:id": none,
    "DELETE /api/v1/scheduled_statuses/:id": none,
  };
}
