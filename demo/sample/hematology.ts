import { drawFilm } from "../pictures.ts";
import type { PlannedCase } from "../plan.ts";

/** Invented patients. */
export const hematology: readonly Omit<PlannedCase, "source">[] = [
  {
    title: "Tired, pale, and odd white cells on the film",
    question: "Reactive, or admit tonight?",
    specialty: "hematology",
    fields: {
      "question-kind": "triage",
      urgency: "hours",
      "age-band": "20-24",
      sex: "female",
      findings: "Haemoglobin 8.1 g/dl, platelets 31, white cells 24 with large pale cells. Gums bleed.",
    },
    alt: "Drawn blood film with four large white cells",
    photo: () => drawFilm(4),
    opinions: [
      {
        ranks: [["Acute myeloid leukaemia"], ["Acute lymphoblastic leukaemia"]],
        confidence: 80,
        cantMiss: ["Acute promyelocytic leukaemia"],
        nextSteps: "Coagulation now; if fibrinogen is low start ATRA before the marrow.",
      },
      {
        ranks: [["Acute promyelocytic leukaemia"], ["Acute myeloid leukaemia"]],
        confidence: 70,
        cantMiss: ["Acute promyelocytic leukaemia"],
      },
      { ranks: [["Acute myeloid leukaemia"]], confidence: 75 },
      {
        ranks: [["Infectious mononucleosis"], ["Acute lymphoblastic leukaemia"]],
        confidence: 30,
        reasoning: "The film alone could be reactive, the platelets make me doubt it.",
      },
    ],
  },
  {
    title: "Microcytosis that iron does not cure",
    question: "Thalassaemia trait, or keep looking for blood loss?",
    specialty: "hematology",
    fields: {
      urgency: "none",
      "age-band": "30-34",
      sex: "female",
      findings: "MCV 66, red cells 5.6 million, ferritin 48, CRP 2.",
      tried: "Iron for three months.",
    },
    alt: "Drawn blood film with small pale cells",
    photo: () => drawFilm(11),
    opinions: [
      {
        ranks: [["Beta thalassaemia trait"], ["Alpha thalassaemia trait"]],
        confidence: 85,
        nextSteps: "Haemoglobin electrophoresis.",
      },
      { ranks: [["Beta thalassaemia trait", "Alpha thalassaemia trait"]], confidence: 75 },
      { ranks: [["Beta thalassaemia trait"], ["Iron deficiency anaemia"]], confidence: 70 },
    ],
  },
  {
    title: "Bruises after a cold in a healthy child",
    question: "Who treats a count of 9, and who waits?",
    specialty: "hematology",
    fields: {
      "question-kind": "treatment",
      urgency: "day",
      "age-band": "2-4",
      sex: "male",
      findings:
        "Petechiae and bruises, no mucosal bleeding, platelets 9, other counts normal, spleen not felt.",
      course: "-12: cold\n-1: bruises",
    },
    alt: "Drawn blood film, few platelets",
    photo: () => drawFilm(17),
    opinions: [
      {
        ranks: [["Immune thrombocytopenia"], ["Acute lymphoblastic leukaemia"]],
        confidence: 90,
        reasoning: "Well child, other lines normal: watch, and explain head injuries to the parents.",
      },
      { ranks: [["Immune thrombocytopenia"]], confidence: 90 },
      {
        ranks: [["Immune thrombocytopenia"], ["Inherited thrombocytopenia"]],
        confidence: 80,
        cantMiss: ["Acute lymphoblastic leukaemia"],
      },
    ],
  },
];
