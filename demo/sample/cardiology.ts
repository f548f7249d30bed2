import { drawStrip } from "../pictures.ts";
import type { PlannedCase } from "../plan.ts";

/** Invented patients. */
export const cardiology: readonly Omit<PlannedCase, "source">[] = [
  {
    title: "Palpitations in a runner, irregular strip from a watch",
    question: "Is the strip good enough to start anticoagulation?",
    specialty: "cardiology",
    fields: {
      "question-kind": "treatment",
      urgency: "day",
      "age-band": "55-59",
      sex: "male",
      findings:
        "Irregular narrow complexes, no clear P waves, about 110 a minute. Blood pressure 138/84. Echocardiogram normal.",
      history: "Hypertension, ten marathons.",
    },
    alt: "Drawn rhythm strip with beats at irregular distances",
    photo: () => drawStrip(2, "irregular"),
    opinions: [
      {
        ranks: [["Atrial fibrillation"], ["Atrial flutter with variable block"]],
        confidence: 85,
        nextSteps: "Twelve leads, then decide by CHA2DS2-VASc.",
      },
      {
        ranks: [["Atrial fibrillation"]],
        confidence: 80,
        reasoning: "A single lead of thirty seconds is diagnostic if a physician reads it.",
      },
      { ranks: [["Atrial fibrillation"], ["Frequent atrial ectopy"]], confidence: 65 },
    ],
  },
  {
    title: "Young woman faints at the alarm clock",
    question: "Which test next?",
    specialty: "cardiology",
    fields: {
      "question-kind": "next-test",
      urgency: "day",
      "age-band": "15-19",
      sex: "female",
      findings: "Syncope on waking by a loud alarm, twice. Examination normal. QTc 480 ms on one tracing.",
      history: "Mother's cousin died young in her sleep.",
    },
    alt: "Drawn rhythm strip, regular",
    photo: () => drawStrip(5, "regular"),
    opinions: [
      {
        ranks: [["Long QT syndrome"], ["Vasovagal syncope"]],
        confidence: 80,
        cantMiss: ["Long QT syndrome"],
        reasoning: "Auditory trigger and family history point to type 2.",
        nextSteps: "Repeat the tracing, exercise test, genetic panel; no QT-prolonging drugs meanwhile.",
      },
      { ranks: [["Long QT syndrome"]], confidence: 85 },
      {
        ranks: [["Vasovagal syncope"], ["Long QT syndrome"], ["Epilepsy"]],
        confidence: 45,
        cantMiss: ["Long QT syndrome"],
      },
    ],
  },
];
