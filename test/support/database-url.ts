/** The migrated database that every test database is a clone of. */
export const TEMPLATE = "consilium_template";

/** The address of another database on the same server. */
export const databaseUrl = (server: string, name: string): string => {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
};
