import type { CaseSummary } from "#store/cases.ts";
import { answeredAmong } from "#store/waiting-cases.ts";
import type { CaseCardView } from "#ui/case-card.ts";
import { personViews } from "./person-view.ts";
import { photoView } from "./photos.ts";
import type { WebContext, WebServices } from "./services.ts";
import { physicianOf } from "./viewer.ts";

/** How a list shows these cases to this reader; two queries whatever their number. */
export async function caseCards(
  services: WebServices,
  c: WebContext,
  cases: readonly CaseSummary[],
): Promise<CaseCardView[]> {
  const me = physicianOf(c)?.persona.actorId;
  const [personView, answered] = await Promise.all([
    personViews(
      services,
      cases.map((one) => one.author),
    ),
    me === undefined
      ? new Set()
      : answeredAmong(
          services.instance.db,
          me,
          cases.map((one) => one.id),
        ),
  ]);
  const standing = (one: CaseSummary): CaseCardView["standing"] => {
    if (me === undefined) return "none";
    if (one.author.id === me) return "yours";
    return answered.has(one.id) ? "answered" : "waiting";
  };
  return cases.map((one) => ({
    url: `/cases/${one.id}`,
    clinical: one.clinical,
    audience: one.audience,
    author: personView(one.author),
    publishedAt: one.publishedAt,
    photos: one.images.map(photoView),
    opinions: one.opinionCount,
    standing: standing(one),
  }));
}
