import { html } from "hono/html";
import type { ClinicalCase } from "#domain/case.ts";
import type { Consensus, ConsensusEntry } from "#domain/consensus.ts";
import type { Diagnosis } from "#domain/diagnosis.ts";
import type { OpinionBody } from "#domain/opinion.ts";
import type { Fault } from "#domain/refusal.ts";
import { answerForm } from "#ui/answer-form.ts";
import { askForm, emptyAsk } from "#ui/ask-form.ts";
import { banner } from "#ui/banner.ts";
import { card } from "#ui/card.ts";
import { type CaseCardView, caseList } from "#ui/case-card.ts";
import { audienceChip, filters, specialtyChip, urgencyChip } from "#ui/chips.ts";
import { consensusChart } from "#ui/consensus.ts";
import { empty } from "#ui/empty.ts";
import { errorSummary } from "#ui/errors.ts";
import { course, findings, question } from "#ui/findings.ts";
import { gallery } from "#ui/gallery.ts";
import { hiddenOpinions } from "#ui/hidden-opinions.ts";
import type { Html } from "#ui/html.ts";
import { page, type PageOptions } from "#ui/layout.ts";
import { comment, opinion, opinionList, type OpinionView } from "#ui/opinion.ts";
import { pagination } from "#ui/pagination.ts";
import type { PersonView } from "#ui/person.ts";
import type { PhotoView } from "#ui/photo.ts";
import { when } from "#ui/when.ts";
import { who } from "#ui/who.ts";

/** Every component in every state, as pages: to look at, and for axe to judge. All content is invented. */

const NOW = new Date("2026-03-14T12:00:00Z");
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

const person = (pseudonym: string, more: Partial<PersonView> = {}): PersonView => ({
  pseudonym,
  handle: `${pseudonym.toLowerCase().replaceAll(" ", "-")}@southbank.example`,
  url: "/people/1",
  institution: "Southbank Society of Dermatology",
  verified: { profession: "physician", specialty: "dermatology" },
  ...more,
});
const stranger = person("Mallory", { institution: "social.example", verified: undefined });
const arabic = person("قطرس رمادي");

const photo = (number: number, graphic = false): PhotoView => ({
  url: `/images/${number}.svg`,
  thumbnailUrl: `/images/${number}.svg`,
  width: 800,
  height: 560,
  blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
  alt: `Invented picture ${number}: a red ring on a forearm`,
  graphic,
});
const photos = (count: number): PhotoView[] => Array.from({ length: count }, (_, index) => photo(index + 1));

export const PLAIN: ClinicalCase = {
  title: "Annular plaque on the forearm, unmoved by four weeks of terbinafine",
  question: { kind: "diagnosis", text: "Fungal after all, or should I biopsy? KOH was negative twice." },
  urgency: "day",
  specialties: ["dermatology"],
  patient: { ageBand: "40-44", sex: "female", skinType: "III" },
  findings: "Single annular plaque, 4 cm, raised border, no scale at the edge.\n\nNo fever.",
  history: "Type 2 diabetes, HbA1c 7.9 %",
  tried: "Terbinafine 250 mg daily, four weeks; clobetasol, one week",
  course: [
    { day: -60, event: "first noticed, coin-sized" },
    { day: -31, event: "terbinafine begun" },
    { day: 0, event: "seen; photographs" },
  ],
};
const RIGHT_TO_LEFT: ClinicalCase = {
  ...PLAIN,
  title: "لويحة حلقية على الساعد لم تتحسن بعد أربعة أسابيع من تيربينافين",
  question: { kind: "treatment", text: "هل هي فطرية أم يجب أخذ خزعة؟ اختبار KOH سلبي مرتين." },
  findings: "لويحة حلقية مفردة، ٤ سم، حافة مرتفعة.",
  urgency: "hours",
};
const LONG: ClinicalCase = {
  ...PLAIN,
  title: `A title that goes on: ${"pseudopseudohypoparathyroidism".repeat(4)}`,
  question: { kind: "triage", text: "And then? ".repeat(50) },
  specialties: ["dermatology", "infectious-disease", "physical-medicine"],
  urgency: "week",
};
const HOSTILE: ClinicalCase = {
  ...PLAIN,
  title: `<script>document.title = "owned"</script> "quoted" \u202Edesrever`,
  question: { kind: "teaching", text: `<img src=x onerror="document.title='owned'">` },
  urgency: "none",
};

const diagnosis = (text: string): Diagnosis => ({ text, codings: [] });
const coded = (text: string, code: string): Diagnosis => ({ text, codings: [{ system: "icd10cm", code }] });

const opinionOf = (
  id: number,
  more: Partial<OpinionView> = {},
  body: Partial<OpinionBody> = {},
): OpinionView => ({
  id: String(id),
  author: person(`Quiet Magpie ${id}`),
  body: {
    differential: [
      [coded("Granuloma annulare", "L92.0")],
      [diagnosis("Nummular eczema"), diagnosis("Tinea corporis")],
    ],
    confidence: 85,
    cantMiss: [],
    reasoning: "No scale and a firm border argue against tinea.",
    blind: true,
    ...body,
  },
  admission: { kind: "admitted" },
  publishedAt: ago(id),
  yours: false,
  ...more,
});

const entry = (text: string, score: number, rankedFirstBy: number): ConsensusEntry => ({
  diagnosis: text,
  codings: [],
  score,
  rankedFirstBy,
  namedBy: rankedFirstBy + 1,
});
function consensusOf(n: number, entries: readonly ConsensusEntry[]): Consensus {
  return {
    kind: "pooled",
    rule: "inverse-rank",
    n,
    institutions: 3,
    entries,
    spread: { value: 0.4, word: "moderate" },
    dissent: entries.slice(1).filter(({ rankedFirstBy }) => rankedFirstBy > 0),
    cantMiss: [{ diagnosis: "Cutaneous T-cell lymphoma", codings: [], namedBy: 1 }],
  };
}
const FEW = consensusOf(7, [
  entry("Granuloma annulare", 0.5, 4),
  entry("Tinea corporis", 0.3, 2),
  entry("Nummular eczema", 0.2, 1),
]);
const MANY = consensusOf(
  200,
  Array.from({ length: 60 }, (_, index) => entry(`Diagnosis ${index}`, 1 / 60, index < 20 ? 10 : 0)),
);

const ANSWER_FAULTS: readonly Fault[] = [
  { field: "diagnosis-2", message: "“Tinea” and “tinea” are the same diagnosis: name it once." },
  { field: "confidence", message: "Say how sure you are, as a whole number from 0 to 100." },
];
const ASK_FAULTS: readonly Fault[] = [
  { field: "title", message: "Give the case a title." },
  { field: "photo-1", message: "This file cannot be read as an image: send a JPEG or PNG." },
  { field: "alt-2", message: "Say what photo 2 shows." },
  { field: "specialty", message: "Choose the specialty from the list." },
];

const cardOf = (clinical: ClinicalCase, more: Partial<CaseCardView> = {}): CaseCardView => ({
  url: "/cases/1",
  clinical,
  audience: "network",
  author: person("Grey Kestrel"),
  publishedAt: ago(3),
  photos: photos(1),
  opinions: 7,
  standing: "waiting",
  ...more,
});

const around = (options: Partial<PageOptions>, body: Html): Html =>
  page(
    {
      title: "Sample",
      institution: { name: "Northfield Hospital" },
      viewer: {
        kind: "member",
        pseudonym: "Quiet Heron",
        handle: "quiet-heron@northfield.example",
        roles: ["physician", "administrator"],
        unread: 3,
      },
      current: "streams",
      ...options,
    },
    body,
  );

const casePage = (
  clinical: ClinicalCase,
  shown: readonly PhotoView[],
  beside: Html,
  options: Partial<PageOptions> = {},
): Html =>
  around(
    { title: clinical.title, islands: ["gallery", "differential"], ...options },
    html`<div class="columns">
      <div class="stack">
        <div class="row">
          ${clinical.specialties.map(specialtyChip)}${urgencyChip(clinical.urgency)}${audienceChip("network")}
        </div>
        <h1 dir="auto">${clinical.title}</h1>
        ${who(person("Grey Kestrel"), when(ago(3), NOW))} ${gallery(shown)} ${question(clinical.question)}
        ${findings(clinical)} ${course(clinical.course)}
      </div>
      <div class="stack">${beside}</div>
    </div>`,
  );

/** The pages by their names; each is drawn anew when it is asked for. */
export const SAMPLES: Readonly<Record<string, () => Html>> = {
  stream: () =>
    around(
      {},
      html`<div class="narrow stack">
        <h1>Dermatology</h1>
        ${filters("Which cases", [
          { words: "All", url: "?", chosen: true },
          { words: "Urgent", url: "?urgent", chosen: false },
        ])}
        ${caseList(
          [
            cardOf(PLAIN, { photos: photos(2) }),
            cardOf(RIGHT_TO_LEFT, { author: arabic, standing: "answered", leading: "Granuloma annulare" }),
            cardOf(LONG, { photos: [photo(1, true)], standing: "yours", audience: "public", opinions: 200 }),
            cardOf(HOSTILE, { photos: [], author: stranger, standing: "none", opinions: 0 }),
          ],
          NOW,
          html``,
        )}
        ${pagination({ latest: "?latest", older: "?older" })}
      </div>`,
    ),
  messages: () =>
    around(
      {
        viewer: { kind: "anonymous" },
        current: "home",
        institution: { name: "Moss Clinic", accent: "moss" },
      },
      html`<div class="narrow stack">
        <h1>Messages</h1>
        ${banner("done", "Your answer is in.")} ${banner("note", "This institution is new.")}
        ${banner("warning", "A public case can be copied by anyone.")}
        ${consensusChart({ kind: "too-few", n: 2, minimum: 3 })}
        ${empty({
          title: "Nothing waits for you",
          words: "Follow a stream, and its cases appear here.",
          drawing: "streams",
          action: { url: "/streams", words: "Find streams" },
        })}
      </div>`,
    ),
  answered: () =>
    casePage(
      PLAIN,
      photos(3),
      html`${consensusChart(FEW, { yours: [diagnosis("granuloma ANNULARE")], asked: "inverse-rank" })}${consensusChart(FEW, { of: "students", asked: "of-tomorrow" })}
      ${card(
        { title: "Opinions", id: "opinions" },
        opinionList([
          opinion(opinionOf(1, { yours: true }), NOW),
          opinion(
            opinionOf(
              2,
              { admission: { kind: "comment", reason: "unknown-peer" } },
              {
                blind: false,
                cantMiss: [diagnosis("Cutaneous T-cell lymphoma")],
                nextSteps: "Culture first.",
              },
            ),
            NOW,
          ),
          opinion(opinionOf(3, { author: arabic }, { differential: [[diagnosis("ورم حبيبي حلقي")]] }), NOW),
          comment(
            { id: "4", author: stranger, content: "<p>I had that once!</p>", publishedAt: ago(4) },
            NOW,
          ),
        ]),
      )}`,
      { institution: { name: "Southbank Society of Dermatology and Venereology", accent: "plum" } },
    ),
  hidden: () =>
    casePage(
      RIGHT_TO_LEFT,
      [photo(1, true), ...photos(19)],
      html`${hiddenOpinions({ opinions: 7, look: { method: "get", url: "?look" } })}
      ${answerForm({ action: "/sent", blind: true, terms: "/terms" })}`,
    ),
  answerFaults: () =>
    casePage(
      LONG,
      [],
      html`${errorSummary(ANSWER_FAULTS)}
      ${answerForm({
        action: "/sent",
        blind: false,
        faults: ANSWER_FAULTS,
        values: {
          rows: [
            { text: "Tinea", rank: "1", code: "" },
            { text: "tinea", rank: "2", code: "" },
          ],
          confidence: "101",
          cantMiss: "",
          nextSteps: "",
          reasoning: "",
        },
      })}`,
      { faulty: true, institution: { name: "St Brannoc", accent: "blue" } },
    ),
  crowd: () =>
    casePage(
      HOSTILE,
      [],
      html`${consensusChart(MANY)}
      ${card(
        { title: "Opinions", id: "opinions" },
        opinionList(Array.from({ length: 200 }, (_, index) => opinion(opinionOf(index), NOW))),
      )}`,
    ),
  ask: () =>
    around(
      { current: "ask", islands: ["photos"] },
      html`<div class="stack">
        <h1>Ask colleagues</h1>
        ${askForm({ action: "/sent", values: emptyAsk("dermatology"), trustedPeers: 14 })}
      </div>`,
    ),
  askFaults: () =>
    around(
      { current: "ask", islands: ["photos"], faulty: true, institution: { name: "Slate", accent: "slate" } },
      html`<div class="stack">
        ${errorSummary(ASK_FAULTS)}
        <h1>Ask colleagues</h1>
        ${askForm({
          action: "/sent",
          faults: ASK_FAULTS,
          trustedPeers: 1,
          values: {
            ...emptyAsk(),
            photos: [
              { alt: "", graphic: false },
              { alt: "", graphic: true, kept: { token: "one", thumbnailUrl: "/images/2.svg" } },
            ],
          },
        })}
      </div>`,
    ),
};
