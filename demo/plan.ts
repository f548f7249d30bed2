/** What an opinion of the scenario says; ranks best first, a rank holds tied diagnoses. */
export interface PlannedOpinion {
  readonly ranks: readonly (readonly string[])[];
  readonly confidence: number;
  readonly reasoning?: string;
  readonly nextSteps?: string;
  readonly cantMiss?: readonly string[];
}

/** A case of the scenario, with everybody's answers. */
export interface PlannedCase {
  /** Its number in the input. */
  readonly source: number;
  readonly title: string;
  readonly question: string;
  readonly specialty: string;
  /** The form's other fields, by name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly alt: string;
  /** A JPEG, drawn by the program. */
  readonly photo: () => Promise<Uint8Array>;
  readonly opinions: readonly PlannedOpinion[];
}
