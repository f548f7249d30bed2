import { openCase } from "#actions/open-case.ts";
import { saveDraft } from "#actions/save-draft.ts";
import type { Audience } from "#domain/audience.ts";
import type { FormFields } from "#domain/case-draft.ts";
import type { CaseId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { photo } from "./images.ts";
import type { TestInstance } from "./instance.ts";

/** A case for a test; what is not given is made up. */
export interface TestCase {
  readonly title?: string;
  readonly question?: string;
  readonly specialty?: string;
  readonly audience?: Audience;
  readonly urgency?: string;
  readonly findings?: string;
  readonly withPhoto?: boolean;
  /** Further fields of the form. */
  readonly fields?: FormFields;
}

/** Posts a case as this physician, as the form does. */
export async function postCase(
  { app: { instance } }: TestInstance,
  physician: Physician,
  wanted: TestCase = {},
): Promise<CaseId> {
  const picture = wanted.withPhoto === true ? await photo(640, 480) : undefined;
  const draft = await saveDraft(instance, physician, {
    fields: {
      title: wanted.title ?? "Annular plaque on the forearm, unmoved by terbinafine",
      question: wanted.question ?? "Fungal after all, or should I biopsy?",
      "specialty-1": wanted.specialty ?? "dermatology",
      audience: wanted.audience ?? "public",
      urgency: wanted.urgency ?? "none",
      findings: wanted.findings ?? "",
      ...wanted.fields,
    },
    photos:
      picture === undefined
        ? []
        : [
            {
              row: 1,
              alt: "A ring-shaped plaque with a raised border",
              graphic: false,
              source: { kind: "upload", read: async () => picture },
            },
          ],
    draft: undefined,
  });
  if (draft.id === undefined || draft.faults.length > 0) {
    throw new Error(`The case cannot be posted: ${JSON.stringify(draft.faults)}`);
  }
  return openCase(instance, physician, draft.id);
}
