import type { KvKey, KvStore, KvStoreListEntry, KvStoreSetOptions } from "@fedify/fedify";
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#store/database.ts";

const array = (key: readonly string[]): SQL =>
  sql`array[${sql.join(
    key.map((part) => sql`${part}::text`),
    sql`, `,
  )}]`;

const expiry = (options: KvStoreSetOptions | undefined): SQL =>
  options?.ttl === undefined
    ? sql`null`
    : sql`now() + ${options.ttl.total({ unit: "milliseconds" })}::float8 * interval '1 millisecond'`;

// Not jsonb, and so the column: that refuses NUL and lone surrogates, which other servers' documents may hold.
const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::text::json`;

const isKey = (key: readonly string[]): key is readonly [string, ...string[]] => key.length > 0;

/**
 * Fedify's key-value store on the table `key_values`: what it remembers of other servers' documents, keys and signature
 * preferences, shared by all processes. Setting `undefined` deletes, since JSON cannot hold it.
 */
export class PostgresKeyValueStore implements KvStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async get<T = unknown>(key: KvKey): Promise<T | undefined> {
    const [row] = await this.#db.execute<{ value: T }>(sql`
      select value from key_values where key = ${array(key)} and (expires_at is null or expires_at > now())
    `);
    return row?.value;
  }

  async set(key: KvKey, value: unknown, options?: KvStoreSetOptions): Promise<void> {
    if (value === undefined) return this.delete(key);
    await this.#db.execute(sql`
      insert into key_values (key, value, expires_at) values (${array(key)}, ${json(value)}, ${expiry(options)})
      on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at
    `);
  }

  async delete(key: KvKey): Promise<void> {
    await this.#db.execute(sql`delete from key_values where key = ${array(key)}`);
  }

  /** Values are equal when they are the same JSON, whatever the order of their members. */
  async cas(
    key: KvKey,
    expectedValue: unknown,
    newValue: unknown,
    options?: KvStoreSetOptions,
  ): Promise<boolean> {
    if (expectedValue === undefined) return this.#setAbsent(key, newValue, options);
    const asExpected = sql`
      key = ${array(key)} and (expires_at is null or expires_at > now())
        and value::jsonb = ${JSON.stringify(expectedValue)}::text::jsonb
    `;
    const rows = await this.#db.execute(
      newValue === undefined
        ? sql`delete from key_values where ${asExpected} returning 1`
        : sql`update key_values set value = ${json(newValue)}, expires_at = ${expiry(options)}
            where ${asExpected} returning 1`,
    );
    return rows.length > 0;
  }

  async #setAbsent(key: KvKey, value: unknown, options: KvStoreSetOptions | undefined): Promise<boolean> {
    if (value === undefined) return (await this.get(key)) === undefined;
    const rows = await this.#db.execute(sql`
      insert into key_values as old (key, value, expires_at)
      values (${array(key)}, ${json(value)}, ${expiry(options)})
      on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at
      where old.expires_at <= now()
      returning 1
    `);
    return rows.length > 0;
  }

  /** In order of key. The prefix itself is one of the entries, where it has a value. */
  async *list(prefix?: KvKey): AsyncIterable<KvStoreListEntry> {
    const rows = await this.#db.execute<{ key: string[]; value: unknown }>(sql`
      select to_json(key_values.key) as key, value from key_values
      where ${prefix === undefined ? sql`true` : startsWith(prefix)} and (expires_at is null or expires_at > now())
      order by key_values.key
    `);
    for (const { key, value } of rows) if (isKey(key)) yield { key, value };
  }
}

/** The first two comparisons bound the part of the index that is read; the third is the condition. */
const startsWith = (prefix: KvKey): SQL => sql`
  key >= ${array(prefix)} and key < ${array([...prefix.slice(0, -1), `${prefix.at(-1)}\u0001`])}
    and key[1:${prefix.length}::int] = ${array(prefix)}
`;
