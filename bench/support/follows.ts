import postgres from "postgres";

/**
 * Lets remote actors follow a local persona, as rows: what counts here is how they are delivered to, not how they came.
 *
 * @param inboxes one for each follower
 * @param sharedInboxes where their servers have one, in the same order
 */
export async function addFollowers(
  databaseUrl: string,
  handle: string,
  inboxes: readonly string[],
  sharedInboxes: readonly string[] = [],
): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const rows = JSON.stringify(
    inboxes.map((inbox, index) => ({
      uri: inbox.replace(/\/inbox$/u, ""),
      // As in `/users/follower-1/inbox`: nobody else of that server has it.
      username: new URL(inbox).pathname.split("/").slice(1, 3).join("-"),
      host: new URL(inbox).host,
      inbox,
      shared: sharedInboxes[index] ?? null,
    })),
  );
  await sql.begin(async (tx) => {
    await tx`
      insert into actors (id, uri, type, username, host, local, name, url, inbox, shared_inbox, fetched_at)
      select gen_random_uuid(), uri, 'Person', username, host, false, username, uri, inbox, shared, now()
      from json_to_recordset(${rows}::text::json)
        as f (uri text, username text, host text, inbox text, shared text)`;
    await tx`
      insert into peers (id, host, trust, first_seen_at)
      select gen_random_uuid(), host, 'unknown', now() from (select distinct host from actors where not local) as hosts
      on conflict do nothing`;
    await tx`
      insert into follows (follower_id, followee_id, uri, state, created_at)
      select f.id, p.id, f.uri || '#follow', 'accepted', now()
      from json_to_recordset(${rows}::text::json) as wanted (uri text)
      join actors f on f.uri = wanted.uri, actors p
      where p.local and p.username = ${handle}
      on conflict do nothing`;
  });
  await sql`analyze`;
  await sql.end();
}

/** Lets everybody stop following. */
export async function removeFollowers(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1 });
  await sql`delete from follows`;
  await sql.end();
}

/** Lets a local persona follow remote actors, as rows: what counts here is what arrives from them. */
export async function followSenders(
  databaseUrl: string,
  handle: string,
  senders: readonly { readonly uri: string }[],
): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const rows = JSON.stringify(
    senders.map(({ uri }) => ({
      uri,
      username: uri.slice(uri.lastIndexOf("/") + 1),
      host: new URL(uri).host,
    })),
  );
  await sql`
    insert into actors (id, uri, type, username, host, local, name, url, inbox, followers, fetched_at)
    select gen_random_uuid(), uri, 'Person', username, host, false, username, uri, uri || '/inbox', uri || '/followers', now()
    from json_to_recordset(${rows}::text::json) as s (uri text, username text, host text)
    on conflict do nothing`;
  await sql`
    insert into follows (follower_id, followee_id, uri, state, created_at)
    select p.id, s.id, s.uri || '#follow', 'accepted', now()
    from actors s, actors p
    where not s.local and s.uri = any(${senders.map(({ uri }) => uri)}) and p.local and p.username = ${handle}
    on conflict do nothing`;
  await sql.end();
}
