import { drawSkin } from "../pictures.ts";
import type { PlannedCase } from "../plan.ts";

/** Invented patients. */
export const dermatology: readonly Omit<PlannedCase, "source">[] = [
  {
    title: "Annular plaque on the forearm, unmoved by four weeks of terbinafine",
    question: "Fungal after all, or should I biopsy?",
    specialty: "dermatology",
    fields: {
      urgency: "week",
      "age-band": "40-44",
      sex: "female",
      "skin-type": "III",
      findings:
        "Single annular plaque of 4 cm with a raised, beaded border and no scale at the edge. No symptoms, no fever. KOH negative twice.",
      history: "Type 2 diabetes, HbA1c 7.9 %.",
      tried: "Terbinafine 250 mg daily for four weeks; clobetasol for one week.",
      course: "-60: first noticed, the size of a coin\n-31: terbinafine begun\n-3: second KOH negative",
    },
    alt: "Drawn picture: ring-shaped red plaque with a raised border on a forearm",
    photo: () => drawSkin(3),
    opinions: [
      {
        ranks: [["Granuloma annulare"], ["Tinea corporis"]],
        confidence: 80,
        reasoning:
          "A firm beaded border without scale argues against tinea, and two negative KOH with four weeks of terbinafine settle it for me.",
        nextSteps: "Punch biopsy from the border would close it.",
      },
      {
        ranks: [["Granuloma annulare"], ["Nummular eczema"]],
        confidence: 85,
        reasoning: "Smooth edge, diabetes, no itch.",
      },
      {
        ranks: [["Tinea corporis"], ["Granuloma annulare"], ["Subacute cutaneous lupus erythematosus"]],
        confidence: 60,
        reasoning:
          "Clobetasol blurs both the picture and the KOH. I would stop it, wait a week and culture before cutting.",
        nextSteps: "Stop the steroid, then culture.",
      },
      {
        ranks: [["Granuloma annulare"], ["Nummular eczema", "Tinea corporis"]],
        confidence: 65,
        cantMiss: ["Cutaneous T-cell lymphoma"],
        reasoning:
          "Probably nothing worse, but a plaque that resists should be looked at under the microscope.",
      },
      { ranks: [["Granuloma annulare"]], confidence: 75 },
    ],
  },
  {
    title: "New pigmented band in a nail of a schoolchild",
    question: "Watch, or refer for a biopsy of the matrix?",
    specialty: "dermatology",
    fields: {
      "question-kind": "triage",
      urgency: "week",
      "age-band": "5-9",
      sex: "male",
      "skin-type": "V",
      findings:
        "Light brown longitudinal band of 3 mm on the left index finger, regular parallel lines on dermoscopy, no pigment on the fold.",
      course: "-180: first noticed\n0: unchanged to the eye of the parents",
    },
    alt: "Drawn picture: brown patch on dark skin",
    photo: () => drawSkin(9, "pigment"),
    opinions: [
      {
        ranks: [["Nail matrix naevus"], ["Lentigo of the nail matrix"]],
        confidence: 80,
        reasoning: "Regular band in a child; almost always benign.",
        nextSteps: "Photograph with a ruler and see again in six months.",
      },
      { ranks: [["Nail matrix naevus"]], confidence: 75, cantMiss: ["Subungual melanoma"] },
      {
        ranks: [["Lentigo of the nail matrix", "Nail matrix naevus"], ["Ethnic melanonychia"]],
        confidence: 60,
      },
    ],
  },
  {
    title: "Itching papules after a holiday, worse at night",
    question: "Treat the household without a mite seen?",
    specialty: "dermatology",
    fields: {
      "question-kind": "treatment",
      urgency: "day",
      "age-band": "25-29",
      sex: "male",
      "skin-type": "II",
      findings:
        "Excoriated papules on wrists, waist and between the fingers; two short linear tracks. Partner begins to itch.",
      tried: "Cetirizine and hydrocortisone without effect.",
      course: "-28: back from a hostel\n-20: itching begins\n-2: partner itches too",
    },
    alt: "Drawn picture: scattered scaly red papules",
    photo: () => drawSkin(14, "scale"),
    opinions: [
      {
        ranks: [["Scabies"], ["Insect bites"]],
        confidence: 90,
        reasoning: "Distribution, night itch and the partner are enough.",
        nextSteps: "Permethrin twice, a week apart, everybody in the household on the same evening.",
      },
      { ranks: [["Scabies"]], confidence: 95 },
      { ranks: [["Scabies"], ["Atopic dermatitis"], ["Insect bites"]], confidence: 80 },
      {
        ranks: [["Insect bites"], ["Scabies"]],
        confidence: 55,
        reasoning: "Bed bugs leave lines too; look at the mattress seams.",
      },
    ],
  },
];
