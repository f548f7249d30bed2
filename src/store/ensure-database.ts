import postgres from "postgres";

/**
 * Makes a database on the server at `url` where it is missing.
 *
 * @returns its address
 */
export async function ensureDatabase(url: string, name: string): Promise<string> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    const known = await sql`select from pg_database where datname = ${name}`;
    if (known.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
