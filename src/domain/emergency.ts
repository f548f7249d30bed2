/** What whoever wrote a case that reads like an emergency is told. */
export const EMERGENCY_ADVICE =
  "this reads like an emergency. Consilium is not for emergencies, answers take hours: call your local emergency number " +
  "or resuscitation team now. If it is over, say when it happened.";

const WHO =
  "\\b(?:patient|pt|he|she|they|man|woman|boy|girl|child|baby|infant|newborn|neonate|toddler|person|mother|father)";
const STILL = "(?:\\s+(?:now|currently|suddenly|still|just))?";
const IS = `(?:\\s+is|['’]s|\\s+are|\\s+has\\s+become)${STILL}`;
const ENDS = "(?=\\s*(?:$|[.!?,;:]|and\\b))";
const NOW = `(?:right\\s+now|as\\s+we\\s+speak|at\\s+this\\s+moment|in\\s+progress|(?:now|currently|ongoing)${ENDS})`;
const ARREST = "(?:cardiac|respiratory|cardiorespiratory|cardiopulmonary)\\s+arrest";
const SHOCK = "(?:anaphylaxis|anaphylactic\\s+shock)";
const OTHER =
  "(?:status\\s+epilepticus|tension\\s+pneumothorax|stroke|heart\\s+attack|myocardial\\s+infarction|stemi)";
const PARTLY =
  "(?!\\s+(?:well|through|comfortably|easily|properly|normally|deeply|fully|at\\s+(?:night|times)|during|when|on\\s+exertion|in\\s+(?:(?:his|her|their)\\s+)?sleep))";

/** Phrases in the present tense about a life in danger within minutes. */
const PHRASES: readonly RegExp[] = [
  `\\b(?:${ARREST}|${SHOCK}|${OTHER})\\s+${NOW}`,
  `(?:\\bis|['’]s|\\bgoing)${STILL}\\s+(?:in|into)\\s+(?:${ARREST}|${SHOCK}|status\\s+epilepticus)`,
  `${WHO}(?:(?:${IS})?\\s+not|\\s+isn['’]t|\\s+(?:has\\s+)?(?:just\\s+)?stopped)\\s+breathing\\b${PARTLY}`,
  `^(?:not\\s+breathing|no\\s+pulse|pulseless)${ENDS}`,
  `${WHO}(?:${IS}\\s+pulseless|\\s+has\\s+no\\s+pulse)(?:\\s+now)?${ENDS}`,
  `${WHO}${IS}\\s+(?:unresponsive|unconscious)\\b(?!\\s+(?:to|of|in)\\b)`,
  "\\bunresponsive\\s+and\\s+(?:not\\s+breathing|pulseless|blue|cyanotic|gasping|apno?eic|hypotensive)",
  `${WHO}(?:${IS})?\\s+coding(?:\\s+(?:right\\s+)?now|\\s+in\\s+(?:the\\s+)?(?:ed|er|icu|ward|bay|room)\\b|${ENDS})`,
  `\\bcode\\s+blue\\s+${NOW}`,
  `\\b(?:cpr|chest\\s+compressions)\\s+(?:is\\s+|are\\s+)?${NOW}`,
  "\\b(?:we\\s+are|i\\s+am|['’]re|['’]m|currently|still)\\s+(?:doing|performing|giving)\\s+(?:cpr|chest\\s+compressions)",
  `${WHO}${IS}\\s+(?:choking|exsanguinating|bleeding\\s+out|seizing|peri-?arrest|crashing|(?:turning|going)\\s+blue)${ENDS}`,
  `${WHO}\\s+(?:can['’]t|cannot|can\\s+not)\\s+breathe\\b${PARTLY}`,
  "\\bairway\\s+is\\s+(?:now\\s+)?(?:closing|obstructed|lost)",
  `\\b(?:can['’]t|cannot)\\s+(?:intubate|ventilate|oxygenate)${ENDS}`,
  "\\b(?:about|going)\\s+to\\s+(?:kill|hang|shoot)\\s+(?:himself|herself|themselves|myself)",
  "\\boverdosed?\\s+(?:just\\s+now|(?:\\d+|a\\s+few|some)\\s+minutes\\s+ago)",
].map((phrase) => new RegExp(phrase, "gimu"));

/** What, ahead of such a phrase in its sentence, tells that it is over, feared, or somebody else's. */
const NOT_NOW =
  /\b(?:history|previous(?:ly)?|prior|past|survived|survivor|used to|(?:years?|months?|weeks?|days?|hours?) ago|last (?:year|month|week|night)|yesterday|episodes?|sometimes|occasionally|at times|risk of|in case|if|when|whenever|would|could|might|without|denie[sd]|never|excluded|simulat\w+|drill|lecture)\b[^.!?\n]*$|\b(?:no|not|after|following|post)\s+(?:an?\s+|the\s+)?$/iu;

/**
 * The phrase that makes a text read like an emergency, which Consilium refuses; `undefined` where none does. It knows
 * plain English for arrest, airway, breathing, consciousness, bleeding, seizure and self-harm that happen now, and
 * lets through what is past, feared or excluded earlier in the same sentence: it would rather miss one than stop a
 * consultation, since the pages say in every case that they are not for emergencies.
 */
export function readsLikeEmergency(text: string): string | undefined {
  for (const phrase of PHRASES) {
    for (const match of text.matchAll(phrase)) {
      const before = text.slice(Math.max(0, match.index - 200), match.index);
      if (!NOT_NOW.test(before)) return match[0].trim().replaceAll(/\s+/gu, " ");
    }
  }
  return undefined;
}
