import type { ClinicalCase } from "./case.ts";
import { type ContentLink, hashtagLink, heading, list, mentionLink, section } from "./content-html.ts";
import { escapeHtml, paragraphs } from "./plain-text.ts";
import { dayWords, patientWords, QUESTION_WORDS, URGENCY_WORDS } from "./words.ts";

/** What the content of a case links to. */
export interface CaseLinks {
  readonly mentions: readonly ContentLink[];
  readonly hashtags: readonly ContentLink[];
}

/**
 * The HTML `content` of a case, all that a stranger's fediverse reader shows of it: the title in bold first, the
 * question, the patient and how soon, then what was said under headings; mentions and hashtags last. Only `p`,
 * `strong`, `br`, lists and links, which Mastodon, GoToSocial and their kin all keep. Every text is escaped.
 */
export function caseContent(clinical: ClinicalCase, { mentions, hashtags }: CaseLinks): string {
  const { title, question, patient, urgency, findings, history, tried, course } = clinical;
  const links = [...mentions.map(mentionLink), ...hashtags.map(hashtagLink)].join(" ");
  return [
    heading(title),
    paragraphs(question.text),
    `<p>${escapeHtml(QUESTION_WORDS[question.kind])} · ${escapeHtml(URGENCY_WORDS[urgency])}<br>`,
    `Patient: ${escapeHtml(patientWords(patient))}</p>`,
    section("Findings", findings),
    section("History", history),
    course === undefined || course.length === 0
      ? ""
      : heading("Course") +
        list(
          "ul",
          course.map(({ day, event }) => `${dayWords(day)}: ${event}`),
        ),
    section("Tried so far", tried),
    links === "" ? "" : `<p>${links}</p>`,
  ].join("");
}
