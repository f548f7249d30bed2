import { drawChest } from "../pictures.ts";
import type { PlannedCase } from "../plan.ts";

/** Invented patients. */
export const pulmonology: readonly Omit<PlannedCase, "source">[] = [
  {
    title: "Cough, night sweats, and a shadow that antibiotics did not touch",
    question: "Tuberculosis until proven otherwise, or scope first?",
    specialty: "pulmonology",
    fields: {
      "question-kind": "next-test",
      urgency: "day",
      "age-band": "35-39",
      sex: "male",
      findings: "Infiltrate in the right middle field, no cavity. 37.9 °C, 5 kg lost.",
      tried: "Amoxicillin-clavulanate for ten days.",
      history: "Worked two years in a shipyard abroad.",
      course: "-60: cough begins\n-14: antibiotics begun\n-4: no better",
    },
    alt: "Drawn chest radiograph with a soft shadow in the right middle field",
    photo: () => drawChest(2),
    opinions: [
      {
        ranks: [["Pulmonary tuberculosis"], ["Lung cancer"], ["Organising pneumonia"]],
        confidence: 70,
        cantMiss: ["Pulmonary tuberculosis"],
        nextSteps: "Isolate, three sputa with PCR before any bronchoscopy.",
      },
      { ranks: [["Pulmonary tuberculosis"], ["Organising pneumonia"]], confidence: 65 },
      { ranks: [["Organising pneumonia"], ["Pulmonary tuberculosis"]], confidence: 50 },
      { ranks: [["Pulmonary tuberculosis"], ["Lung cancer"]], confidence: 70 },
    ],
  },
  {
    title: "Breathless pigeon keeper with crackles",
    question: "Is the history enough for the diagnosis?",
    specialty: "pulmonology",
    fields: {
      urgency: "week",
      "age-band": "65-69",
      sex: "male",
      findings: "Fine crackles in the upper fields, clubbing absent, saturation 93 %.",
      history: "Thirty pigeons, loft cleaned every week.",
    },
    alt: "Drawn chest radiograph",
    photo: () => drawChest(8),
    opinions: [
      {
        ranks: [["Hypersensitivity pneumonitis"], ["Idiopathic pulmonary fibrosis"]],
        confidence: 80,
        nextSteps: "High-resolution CT and precipitins; away from the birds first.",
      },
      { ranks: [["Hypersensitivity pneumonitis"]], confidence: 85 },
      { ranks: [["Idiopathic pulmonary fibrosis"], ["Hypersensitivity pneumonitis"]], confidence: 45 },
    ],
  },
];
