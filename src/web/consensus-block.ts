import { html, raw } from "hono/html";
import { type Consensus, poolOpinions, type TooFew } from "#domain/consensus.ts";
import { poolingOf } from "#domain/pooling/rules.ts";
import { admit, admitStudent } from "#domain/trust.ts";
import type { OpinionView } from "#store/opinions.ts";
import type { Html } from "#ui/html.ts";

/** What physicians think, and students, each pooled apart by the rule that the case asks for. */
export function poolsForPage(
  opinions: readonly OpinionView[],
  asked: string | undefined,
): { readonly physicians: Consensus | TooFew; readonly students: Consensus | TooFew } {
  const given = opinions.map(({ uri, author, publishedAt, body, admission }) => {
    return { uri, author: author.uri, institution: author.host, publishedAt, body, admission };
  });
  const rule = poolingOf(asked);
  const physicians = given.flatMap((opinion) => admit(opinion) ?? []);
  const students = given.flatMap((opinion) => admitStudent(opinion) ?? []);
  return { physicians: poolOpinions(physicians, { rule }), students: poolOpinions(students, { rule }) };
}

/**
 * The consensus for programs, as data that no browser runs: `{"opinions": n, "rule": "inverse-rank", "consensus":
 * [{"diagnosis", "code", "score"}]}`, all diagnoses, best first; `code` is "system:code" or null; with too few opinions
 * `rule` and `consensus` are null.
 */
export function consensusBlock(consensus: Consensus | TooFew): Html {
  const entries =
    consensus.kind === "too-few"
      ? null
      : consensus.entries.map(({ diagnosis, codings: [coding], score }) => ({
          diagnosis,
          code: coding === undefined ? null : `${coding.system}:${coding.code}`,
          score,
        }));
  const rule = consensus.kind === "too-few" ? null : consensus.rule;
  // With every `<` escaped nothing in it can end the element (HTML, section 4.12.1.3).
  const json = JSON.stringify({ opinions: consensus.n, rule, consensus: entries }).replaceAll("<", "\\u003c");
  return html`<script type="application/json" id="consensus">
    ${raw(json)}
  </script>`;
}
