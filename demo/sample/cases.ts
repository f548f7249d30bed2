import type { PlannedCase } from "../plan.ts";
import { cardiology } from "./cardiology.ts";
import { dermatology } from "./dermatology.ts";
import { hematology } from "./hematology.ts";
import { ophthalmology } from "./ophthalmology.ts";
import { pulmonology } from "./pulmonology.ts";

/** A dozen invented cases over five specialties. */
export const sampleCases: readonly PlannedCase[] = [
  ...dermatology,
  ...cardiology,
  ...ophthalmology,
  ...pulmonology,
  ...hematology,
].map((one, index) => ({ ...one, source: index + 1 }));
