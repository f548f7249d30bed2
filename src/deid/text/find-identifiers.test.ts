import fc from "fast-check";
import { expect, test } from "vitest";
import type { IdentifierKind } from "#domain/identifier.ts";
import { findIdentifiers } from "./find-identifiers.ts";

/** What is found, in order, as "kind: text". */
const found = (text: string): string[] =>
  findIdentifiers(text).map(({ start, end, kind }) => `${kind}: ${text.slice(start, end)}`);

test.each<[string, IdentifierKind, string]>([
  ["Seen on 3 June 2024 with a rash.", "date", "3 June 2024"],
  ["Rash since June 3rd, 2024.", "date", "June 3rd, 2024"],
  ["Rash since June '24.", "date", "June '24"],
  ["Biopsy 2024-06-03.", "date", "2024-06-03"],
  ["Biopsy 06/03/24 was clear.", "date", "06/03/24"],
  ["Biopsy am 3.6.2024.", "date", "3.6.2024"],
  ["Vorgestellt am 3. Jänner 2024.", "date", "3. Jänner 2024"],
  ["Vue le 1er août 2023.", "date", "1er août 2023"],
  ["Ingresó el 7 de enero de 2023.", "date", "7 de enero de 2023"],
  ["Fell on 3/4, better since.", "date", "3/4"],
  ["Worse since Thanksgiving and last Tuesday.", "date", "Thanksgiving"],
  ["A 93-year-old woman.", "age", "93"],
  ["Aged 101, lives alone.", "age", "101"],
  ["Une femme de 94 ans.", "age", "94"],
  ["Reach her at (415) 555-0134 x22.", "phone", "(415) 555-0134 x22"],
  ["Mobile +44 7700 900123.", "phone", "+44 7700 900123"],
  ["Tél. 06 12 34 56 78.", "phone", "06 12 34 56 78"],
  ["Tel: 0211 5550123.", "phone", "0211 5550123"],
  ["Fax 415-555-0135.", "fax", "415-555-0135"],
  ["Write to q.finch@post.example please.", "email", "q.finch@post.example"],
  ["See https://photos.example/album/7.", "url", "https://photos.example/album/7"],
  ["Uploaded from 203.0.113.9.", "ip-address", "203.0.113.9"],
  ["SSN 219-09-9999.", "national-number", "219-09-9999"],
  ["NHS number 943 476 5919.", "national-number", "943 476 5919"],
  ["Ihre Steuer-ID 86095742719.", "national-number", "86095742719"],
  ["DNI 48203917B.", "national-number", "48203917B"],
  ["MRN: 00482913.", "record-number", "00482913"],
  ["Medical record no. KR-20817.", "record-number", "KR-20817"],
  ["Member ID XKJ-558-2201.", "plan-number", "XKJ-558-2201"],
  ["Versichertennummer T702819465.", "plan-number", "T702819465"],
  ["Account 55-20817-3.", "account-number", "55-20817-3"],
  ["Pays from DE89 3704 0044 0532 0130 00.", "account-number", "DE89 3704 0044 0532 0130 00"],
  ["Medical license no. 88120-F.", "licence-number", "88120-F"],
  ["VIN 1HGCM82633A004352.", "vehicle-number", "1HGCM82633A004352"],
  ["Pacemaker serial SN 8842-XK1.", "device-number", "8842-XK1"],
  ["Case QZX-771204 reviewed.", "record-number", "QZX-771204"],
  ["He lives at 14 Acacia Avenue, Leeds LS1 4AP.", "place", "14 Acacia Avenue, Leeds LS1 4AP"],
  ["Wohnhaft Lindenstraße 12, 50667 Köln.", "place", "Lindenstraße 12, 50667 Köln"],
  ["Habite 12 rue des Lilas.", "place", "12 rue des Lilas"],
  ["Vive en Calle Mayor 12, Sevilla.", "place", "Calle Mayor 12, Sevilla"],
  ["She comes from Tromsø.", "place", "Tromsø"],
  ["Moved here from Boise, Idaho.", "place", "Boise, Idaho"],
  ["Seen at Larkfield Community Hospital.", "place", "Larkfield Community Hospital"],
  ["Operated at the Klinikum Nürnberg.", "place", "Klinikum Nürnberg"],
  ["Suivi au CHU de Nantes.", "place", "CHU de Nantes"],
  ["The patient, Ngozi Adeyemi, is well.", "name", "Ngozi Adeyemi"],
  ["Ms Hartigan-Doyle agreed.", "name", "Ms Hartigan-Doyle"],
  ["Dr. Q. van den Berg agreed.", "name", "Dr. Q. van den Berg"],
  ["Referred after Keisha W. fell.", "name", "Keisha W."],
  ["Frau Süßmuth ist beschwerdefrei.", "name", "Frau Süßmuth"],
  ["pt john fell again", "name", "john fell"],
  ["Name: OYARZUN, Belinda", "name", "OYARZUN, Belinda"],
  ["Seen with her niece Wilhelmina Tarr today.", "name", "Wilhelmina Tarr"],
  ["Die Enkelin Roswitha ruft an und ist in Sorge um die Patientin.", "name", "Roswitha"],
  ["Il vient avec son épouse Apolline pour un avis.", "name", "Apolline"],
  ["Con su cuñado Fermín, que es el cuidador.", "name", "Fermín"],
  ["A rash was seen. Many thanks, Idris Vaughan-Achebe", "name", "Idris Vaughan-Achebe"],
  ["She has lived in Quernmoor with the dog.", "place", "Quernmoor"],
  ["He works for Brackenholme Textiles now.", "place", "Brackenholme Textiles"],
  ["Moved to Tilling Row last year.", "place", "Tilling Row"],
  ["Est scolarisée au lycée Marie-Talbert avec son frère.", "place", "lycée Marie-Talbert"],
  ["Vive en la residencia Las Encinas de la ciudad.", "place", "residencia Las Encinas"],
  ["Operiert im Krankenhaus Seeblick und nicht zu Hause.", "place", "Krankenhaus Seeblick"],
  ["Better since late October.", "date", "October"],
  ["Hospitalisée du 3 au 9 mai 2023.", "date", "3"],
  ["Vorstellung am 7.3.24.", "date", "7.3.24"],
  ["Seit Ostern 2023 schlechter.", "date", "Ostern 2023"],
  ["She is ninety-six years old.", "age", "ninety-six"],
  ["Call (01632) 960 811.", "phone", "(01632) 960 811"],
  ["Bleep 4410 please.", "phone", "4410"],
  ["Il est au 0478/55.01.23.", "phone", "0478/55.01.23"],
  ["AHV-Nr. 756.1234.5678.97.", "national-number", "756.1234.5678.97"],
  ["RUT 12.345.678-5.", "national-number", "12.345.678-5"],
  ["Aadhaar 2341 2341 2346.", "national-number", "2341 2341 2346"],
  ["National Insurance AB 12 34 56 C.", "national-number", "AB 12 34 56 C"],
  ["Medicaid number QT 88 204 K.", "national-number", "QT 88 204 K"],
  ["The car is a grey van, BD51 SMR.", "vehicle-number", "BD51 SMR"],
  ["The folder GH/OP/20881 was found.", "other-number", "GH/OP/20881"],
])("%s", (text, kind, identifier) => {
  expect(found(text)).toContain(`${kind}: ${identifier}`);
});

test.each([
  "Crohn's disease, Wells score 4, Murphy sign positive, Graves' ophthalmopathy, Ludwig's angina.",
  "Glasgow Coma Scale 15, Lyme disease unlikely, Framingham risk 12 %, Vancouver classification B2.",
  "HbA1c 7.2 %, BP 120/80 mmHg, SpO2 94 %, CA 19-9 37 U/mL, CD4 350, pain 7/10, for 2-3 weeks.",
  "May improve with amoxicillin 500 mg; march fracture; dec. appetite; Vitamin D. Type II reaction.",
  "SARS-CoV-2 and HLA-B27 negative. NCT04820391, PMID 30482039, ICD-10 L40.0.",
  "A woman in her thirties from rural Norway, works outdoors, diagnosed in 2019, seen in the emergency department.",
  "Child-Pugh B, NYHA III, Fitzpatrick skin type IV, Breslow 0.4 mm, Clark level II, Apgar 9/10.",
  "Frau in den Vierzigern, Morbus Bechterew, Verdacht auf Rosazea.",
  "Would you use the Bazett formula, a score by Naranjo, or none? He travels to New Zealand on Mondays.",
  "Ein 50-jähriger Mann mit Morbus Whipple, Einstufung nach Gleason, im Verlauf gebessert, Kontrolle dienstags.",
  "Une femme de 40 ans avec un syndrome de Sjögren, un signe de Babinski, un score de Wells à 2 et un Deauville 4.",
  "Un varón de 60 años con enfermedad de Wilson, criterios de Duke y signo de Murphy, de Extremadura.",
  "A 72-year-old man, weight 101 kg, heart rate 98, took 1,000 mg at 22:30.",
])("nothing in: %s", (text) => {
  expect(found(text)).toEqual([]);
});

test("finds stand in the order of the text, inside it, and none overlaps another", () => {
  const piece = fc.constantFrom(
    "Dr. Lund ",
    "on 3 March 2024 ",
    "MRN 4455-66 ",
    "St. Olave's Hospital, ",
    "(415) 555-0134 ",
    "😀",
    ", ",
    "\n",
  );
  const text = fc.array(fc.oneof(piece, fc.string({ unit: "grapheme", maxLength: 12 })), { maxLength: 30 });
  fc.assert(
    fc.property(text, (pieces) => {
      const whole = pieces.join("");
      let last = 0;
      for (const { start, end } of findIdentifiers(whole)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(whole.length);
    }),
  );
});

test("a rewrite keeps the year of a date and pools ages from ninety", () => {
  const rewrites = findIdentifiers("Seen 3 June 2024, aged 93, by Dr. Lund.").map(({ rewrite }) => rewrite);
  expect(rewrites).toEqual(["2024", "90 or more", "a colleague"]);
});

test.each([
  ["digits", "1".repeat(100_000)],
  ["digits and dashes", "1-".repeat(50_000)],
  ["capitals", "A".repeat(100_000)],
  ["names", "Ebba ".repeat(20_000)],
  ["initials", "A. ".repeat(30_000)],
  ["places", "St. ".repeat(25_000)],
  ["labels", "record number is ".repeat(6000)],
  ["addresses", "a@".repeat(50_000)],
  ["colons", "a:".repeat(50_000)],
  ["unknown names", "Xyzzor ".repeat(15_000)],
  ["names and particles", "Xyzzor de la ".repeat(8000)],
  ["groups of digits", "12 ".repeat(30_000)],
  ["groups of capitals and digits", "account AB 12 ".repeat(7000)],
  ["kinships", "sister is the ".repeat(7000)],
  ["streets", "12 Abc ".repeat(14_000)],
  ["months", "since May ".repeat(10_000)],
  ["codes", "A1-".repeat(30_000)],
])("a long text of %s takes no more than a moment", (_, text) => {
  const begun = performance.now();
  findIdentifiers(text);
  expect(performance.now() - begun).toBeLessThan(3000);
});
