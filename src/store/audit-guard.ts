import type { Sql } from "postgres";

/**
 * Has the database hold that the record of what was done only grows: a trigger refuses every change, whoever asks, and a role
 * of its own for the application (as MIGRATION_DATABASE_URL makes possible) gets no right to change it in the first place.
 * Run after every migration; does nothing twice.
 *
 * @param applicationRole the role that the application works with, where it is not the one that migrates
 */
export async function guardAuditLog(sql: Sql, applicationRole: string | undefined): Promise<void> {
  await sql`
    create or replace function audit_entries_only_grow() returns trigger language plpgsql as $$
    begin
      raise exception 'The audit log only grows: its entries cannot be changed or removed.';
    end $$`;
  await sql`
    create or replace trigger audit_entries_rows before update or delete on audit_entries
    for each row execute function audit_entries_only_grow()`;
  await sql`
    create or replace trigger audit_entries_whole before truncate on audit_entries
    for each statement execute function audit_entries_only_grow()`;
  if (applicationRole === undefined) return;
  const role = sql(applicationRole);
  await sql`grant usage on schema public to ${role}`;
  await sql`grant select, insert, update, delete on all tables in schema public to ${role}`;
  await sql`grant usage, select on all sequences in schema public to ${role}`;
  // To see which version's schema it is.
  await sql`grant usage on schema drizzle to ${role}`;
  await sql`grant select on all tables in schema drizzle to ${role}`;
  await sql`revoke update, delete, truncate on audit_entries from ${role}`;
}
