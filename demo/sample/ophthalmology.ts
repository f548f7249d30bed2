import { drawFundus } from "../pictures.ts";
import type { PlannedCase } from "../plan.ts";

/** Invented patients. */
export const ophthalmology: readonly Omit<PlannedCase, "source">[] = [
  {
    title: "Blurred vision and dots at the fundus in a man with long-standing diabetes",
    question: "Which stage, and how soon to the retina clinic?",
    specialty: "ophthalmology",
    fields: {
      "question-kind": "triage",
      urgency: "week",
      "age-band": "60-64",
      sex: "male",
      findings: "Dot and blot haemorrhages in all quadrants, some hard exudates near the macula. Vision 0.6.",
      history: "Diabetes for 18 years, HbA1c 9.1 %.",
    },
    alt: "Drawn fundus: optic disc, vessels, scattered dots of haemorrhage",
    photo: () => drawFundus(1),
    opinions: [
      {
        ranks: [["Non-proliferative diabetic retinopathy"], ["Diabetic macular oedema"]],
        confidence: 80,
        nextSteps: "Optical coherence tomography within two weeks.",
      },
      {
        ranks: [["Diabetic macular oedema"], ["Non-proliferative diabetic retinopathy"]],
        confidence: 70,
        reasoning: "The exudates explain the vision.",
      },
      { ranks: [["Non-proliferative diabetic retinopathy"]], confidence: 75 },
    ],
  },
  {
    title: "Sudden curtain over half of one eye",
    question: "What does the picture show besides the vessels?",
    specialty: "ophthalmology",
    fields: {
      "question-kind": "read-image",
      urgency: "hours",
      "age-band": "50-54",
      sex: "female",
      findings: "Shadow from above since this morning after floaters for two days. Myopia of 7 dioptres.",
    },
    alt: "Drawn fundus with disc, vessels and haemorrhages",
    photo: () => drawFundus(7),
    opinions: [
      {
        ranks: [["Rhegmatogenous retinal detachment"], ["Vitreous haemorrhage"]],
        confidence: 85,
        cantMiss: ["Rhegmatogenous retinal detachment"],
        nextSteps: "Retina surgeon today; nothing to eat.",
      },
      { ranks: [["Rhegmatogenous retinal detachment"]], confidence: 90 },
      { ranks: [["Vitreous haemorrhage"], ["Rhegmatogenous retinal detachment"]], confidence: 50 },
    ],
  },
];
