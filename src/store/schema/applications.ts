import { customType, index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Profession } from "#domain/attestation.ts";
import type { ApplicationId } from "#domain/ids.ts";

const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** Who asks to be verified by the registrar. Who they are is under a key that lies elsewhere and is destroyed with the decision. */
export const applications = pgTable(
  "applications",
  {
    id: uuid("id").primaryKey().$type<ApplicationId>(),
    /** The applicant's own link; the address holds the token, the row its SHA-256. */
    tokenHash: text("token_hash").notNull().unique(),
    state: text("state").notNull().$type<"waiting" | "approved" | "refused">(),
    profession: text("profession").notNull().$type<Profession>(),
    specialty: text("specialty"),
    grade: text("grade"),
    country: text("country").notNull(),
    /** Encrypted; null once it is decided. */
    details: bytes("details"),
    proof: bytes("proof"),
    proofType: text("proof_type").notNull(),
    refusedFor: text("refused_for"),
    appliedAt: timestamp("applied_at", { withTimezone: true }).notNull(),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
  },
  (table) => [index("applications_state").on(table.state, table.appliedAt)],
);
