/** A medical specialty: a stable slug (also the stream's handle), its name, and its NUCC taxonomy code. */
export interface Specialty {
  readonly slug: string;
  readonly name: string;
  readonly nucc: string;
}

const table = [
  ["allergy-immunology", "Allergy and immunology", "207K00000X"],
  ["anesthesiology", "Anesthesiology", "207L00000X"],
  ["cardiology", "Cardiology", "207RC0000X"],
  ["dermatology", "Dermatology", "207N00000X"],
  ["emergency-medicine", "Emergency medicine", "207P00000X"],
  ["endocrinology", "Endocrinology", "207RE0101X"],
  ["family-medicine", "Family medicine", "207Q00000X"],
  ["gastroenterology", "Gastroenterology", "207RG0100X"],
  ["geriatrics", "Geriatrics", "207RG0300X"],
  ["hematology", "Hematology", "207RH0000X"],
  ["infectious-disease", "Infectious disease", "207RI0200X"],
  ["internal-medicine", "Internal medicine", "207R00000X"],
  ["medical-genetics", "Medical genetics", "207SG0201X"],
  ["nephrology", "Nephrology", "207RN0300X"],
  ["neurology", "Neurology", "2084N0400X"],
  ["neurosurgery", "Neurosurgery", "207T00000X"],
  ["obstetrics-gynecology", "Obstetrics and gynecology", "207V00000X"],
  ["oncology", "Oncology", "207RX0202X"],
  ["ophthalmology", "Ophthalmology", "207W00000X"],
  ["orthopedics", "Orthopedic surgery", "207X00000X"],
  ["otolaryngology", "Otolaryngology", "207Y00000X"],
  ["pathology", "Pathology", "207ZP0102X"],
  ["pediatrics", "Pediatrics", "208000000X"],
  ["physical-medicine", "Physical medicine and rehabilitation", "208100000X"],
  ["psychiatry", "Psychiatry", "2084P0800X"],
  ["pulmonology", "Pulmonology", "207RP1001X"],
  ["radiology", "Radiology", "2085R0202X"],
  ["rheumatology", "Rheumatology", "207RR0500X"],
  ["surgery", "Surgery", "208600000X"],
  ["urology", "Urology", "208800000X"],
] as const;

/** Every specialty, by name. Codes: NUCC Health Care Provider Taxonomy. */
export const SPECIALTIES: readonly Specialty[] = table.map(([slug, name, nucc]) => ({ slug, name, nucc }));

const bySlug = new Map(SPECIALTIES.map((specialty) => [specialty.slug, specialty]));

/** The specialty of a slug; `undefined` where there is none. */
export const specialtyOf = (slug: string): Specialty | undefined => bySlug.get(slug);
