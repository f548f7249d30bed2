import { readFileSync } from "node:fs";
import { allDe, allEn, allEs, allFr, allIt, allNl } from "human-names";

const wordsOf = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== "");

/** Given names that the package, which is European and North American, lacks. */
const MORE_GIVEN = wordsOf(`
  Aarav Aditi Aisha Ajay Akira Ali Aliyah Amina Amir Amit Ananya Anil Anita Anjali Arjun Ashok Asha Ayesha Babak Bao Bilal Bogdan Chidi Chinedu
  Chioma Chukwu Dae Deepak Dmitri Ebele Ehsan Elif Emeka Emre Farah Farid Fatima Fatma Feng Folake Ganesh Giorgos Goran Gulsen Hamid Hana Hao Haruki
  Hasan Hassan Hiroshi Hussein Hyun Ibrahim Igor Ikram Imran Indira Ismail Ivana Jamal Javier Jin Jing Jorge Juma Kamal Karim Katarzyna Kavita Kenji
  Keisha Khadija Khaled Khalid Kiran Kofi Krzysztof Kumar Kwame Lakshmi Lamar Latisha Latoya Layla Leila Ling Mahmoud Malik Manoj Mariam Maryam Mehmet Mei Mina Ming
  Minh Mohamed Mohammad Mohammed Muhammad Mustafa Nadia Nasir Neha Ngozi Nguyet Niamh Nikhil Nikolai Noor Nur Obinna Oksana Olga Olu Omar Oleksandr Osman
  Parisa Padma Piotr Pooja Prakash Pranav Priya Rahul Raj Rajesh Rakesh Ramesh Rania Ravi Rekha Reza Rohan Sabiha Sachin Saanvi Saeed Said Salma Samir Sana Sandeep
  Sanjay Satoshi Shanice Shreya Shu Siddharth Sita Sofia Somchai Sunil Sunita Suresh Svetlana Tadeusz Takeshi Tanvir Tariq Tatiana Temitope Thabo Thanh
  Thi Tomasz Tuan Uche Usha Vijay Vikram Vinod Vladimir Wei Xiao Xin Yan Yasmin Ying Yousef Youssef Yuki Yuri Yusuf Zainab Zanele Zeynep Zofia Zhang
  Aroha Ebba Eero Freya Gunnar Ingrid Jukka Kaisa Lars Leif Maeve Mikko Moana Saoirse Siobhan Solveig Sven Tane Torsten Vigdis
  Jaime Joaquin Guadalupe Ximena Xiomara Yolanda Marisol Rocío Íñigo Begoña João Thiago Beatriz Larissa Tiago Uwe Jürgen Günther Wolfgang Heinz Ulrike
  Bill Bob Bobby Beth Betty Chuck Dick Don Ed Eddie Fred Frank Jack Jen Jess Jim Jimmy Joe Joey Josh Kate Kathy Ken Larry Liz Matt Meg Mike Nick Pat Peg Pete Phil Ray
  Rick Rob Ron Ronnie Sam Sandy Steve Sue Ted Tim Tina Tom Tommy Tony Vicky Zach Sally Tami Dave Dan Danny Greg Jeff Jon`);

/**
 * Words that are given names too, and in a clinical text mostly something else. They count as a name only beside a
 * surname, an initial or a title.
 */
const AMBIGUOUS_GIVEN = new Set(
  wordsOf(`will mark may april june august art grace faith hope joy rose lily iris daisy violet ivy heather hazel olive ginger sage amber ruby pearl jade
  crystal dawn eve summer autumn gene guy rich rob bill frank jack pat chance sunny star angel christian major miles grant ward dean earl duke
  prince royal reed skip rusty sandy candy brandy sherry ginny penny melody carol barb herb jean lane page paige reid sterling drew chase pierce bud buddy
  vera roma paris london florence sydney austin dallas houston madison jackson lincoln carolina georgia virginia dakota savannah
  barrett paget wilson graves addison cushing turner marfan allen murphy ross bennett douglas graham gordon hunter harrison lewis nelson riley stark
  norman rod lance long young king less levi an see said son in le de do so my max nova mina ed ali so van era pia ana sol alta vita reta
  river ocean forest brook brooke dale glen cliff rock stone heath lake storm rain
  crohn huntington parkinson ludwig vincent edwards cooley bell baker russell bruce alzheimer hodgkin hashimoto raynaud kaposi reye behcet kawasaki alport osler cullen louis
  merry patience constance prudence verity temple case duration normal sane sun les lu pa ray rae lee don ken dan rosa alba flora viola doc lois levy noble olin
  page price star early echo ella alma cara carla celia cecilia mira palma ina mya sia ria ora oral`),
);

/** Words with a capital that begin no name: they count, grade and class in medicine, or begin a sentence. */
const NOT_NAMES = new Set(
  wordsOf(`vitamin vit hepatitis factor type group class stage grade phase protein influenza interferon complement immunoglobulin botulinum apolipoprotein
  apo staphylococcus streptococcus staph strep section table figure part appendix plan schedule category level zone lead child pugh killip gram
  lambda kappa alpha beta gamma delta omega sigma theta the a an and or but if in on at of to for from by with as is are was were be been what which who whom whose
  when where why how can could should would may might must do does did has have had please any all no not this that these those his her their our your its my
  mr mrs ms dr prof patient patients history presenting presented management treatment guidelines guideline recommendations recommended recommendation protocol protocols
  prognosis diagnosis differential best latest current updated update effectiveness efficacy risk risks side effects common comparison criteria options need needs looking
  thoughts help advice rec recs mgmt tx dx hx rx fu hpi pmh assessment impression exam labs vitals imaging ct mri pet xray ultrasound us ekg ecg echo eeg emg
  african american asian hispanic caucasian white black latino latina native indian chinese japanese european english german french spanish italian arab jewish
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr
  jun jul aug sep sept oct nov dec male female man woman boy girl adult child infant year years old age aged day days week weeks month months
  acute chronic severe mild moderate new recent prior previous post pre status heart lung liver kidney brain renal cardiac pulmonary hepatic left right
  upper lower north south east west northern southern eastern western central first second third follow following given since while after before during due per via
  north-american national international united states kingdom medicare medicaid medical health hospital clinic center centre department unit ward emergency intensive care
  cancer oncology cardiology dermatology neurology radiology surgery pediatrics paediatrics psychiatry psychology orthopedics urology hematology haematology
  type-2 covid sars mrsa hiv aids copd tb uti dvt pe mi chf gerd ibs ibd ra sle ms als adhd ptsd ocd t2dm dm htn ckd esrd afib cad pad gout lupus
  morbus maladie mal enfermedad síndrome syndrom sindrome signe zeichen verdacht zustand nach signo prueba puntuación
  disease syndrome disorder failure infection injury pain fever therapy trial study guideline score index scale test sign
  der die das ein eine und oder mit bei von zur zum im am le la les un une et ou avec chez pour dans du des el los las una y o con para por del
  also however additionally currently recently previously tell discuss describe explain provide suggest consider concern concerns question re subject dear hello hi thanks regards
  i ii iii iv v vi vii viii ix x xi xii`),
);

/** What follows an eponym: a name before one of these is a disease's, a sign's or a score's. */
const EPONYM_HEADS = new Set(
  wordsOf(`level levels disease diseases syndrome syndromes sign signs reflex reflexes score scores criteria criterion test tests classification scale scales index lymphoma lymphomas sarcoma tumor tumors
  tumour tumours palsy contracture fracture fractures phenomenon phenomena law triad tetrad pentad maneuver manoeuvre procedure procedures operation technique position method rule rules stain staining node
  nodes nodules body bodies cell cells line lines space ulcer ulcers anemia anaemia chorea thyroiditis esophagus oesophagus hernia virus fever disorder disorders dementia
  paralysis ganglion nerve duct tube tubes catheter trial trials study studies staging grade grading equation formula nomogram survey questionnaire inventory
  granulomatosis vasculitis nevus naevus angina murmur pulse respiration respirations breathing sensitivity protocol protocols regimen guideline guidelines risk heart coma performance diverticulum
  membrane gland glands lens ring rings spots zone arch effect reaction agglutination medium agar plate angle point canal fossa ligament muscle tendon fascia pouch loop
  capsule corpuscle plexus cyst cysts abscess gangrene rash sore sores exanthem macula malformation anomaly deformity dysplasia atrophy dystrophy ataxia epilepsy encephalopathy encephalitis neuropathy
  purpura hemangioma melanoma carcinoma cancer osteomyelitis arthritis spondylitis arteritis aortitis cardiomyopathy pericarditis endocarditis myocarditis colitis ileitis enteritis gastritis
  bacillus bacterium granuloma approach model theory hypothesis consensus definition stages waves wave complex interval block pattern score-based modification prosthesis nail rod plate splint sling brace collar
  bandage dressing incision approach flap graft shunt valve pump drain balloon stent filter forceps retractor needle score's database registry cohort questionnaire screen screening tool checklist
  blotchy hemiplegia aphasia area gyrus tract diet exercises exercise lamp chart cards optotype plates nails`),
);

const lower = (word: string): string => word.normalize("NFC").replaceAll("’", "'").toLowerCase();

const given = new Set([...allEn, ...allFr, ...allDe, ...allEs, ...allIt, ...allNl, ...MORE_GIVEN].map(lower));

const english = new Set(allEn.map(lower));

/** Surnames that are words which {@link NOT_NAMES} holds. */
const ALSO_SURNAMES = new Set(
  wordsOf(
    "white black may day english french german west north young child best new gram page long short lambda adult stage march august left",
  ),
);

/** Whether a word, though written small, is a given name in English. */
export const isGivenNameWrittenSmall = (word: string): boolean =>
  english.has(lower(word)) && !AMBIGUOUS_GIVEN.has(lower(word)) && !NOT_NAMES.has(lower(word));
/** Whether a word that begins no name can end one. */
export const mayBeSurname = (word: string): boolean =>
  !NOT_NAMES.has(lower(word)) || ALSO_SURNAMES.has(lower(word));
/** Whether a word is somebody's given name and hardly anything else. */
export const isGivenName = (word: string): boolean =>
  given.has(lower(word)) && !AMBIGUOUS_GIVEN.has(lower(word));
/** Whether a word can be a given name. */
export const mayBeGivenName = (word: string): boolean =>
  given.has(lower(word)) && !NOT_NAMES.has(lower(word));
/** Whether a word with a capital begins no name. */
export const isNoName = (word: string): boolean => NOT_NAMES.has(lower(word).replace(/'s$/u, ""));
/** Whether what follows makes the words before it an eponym. */
export const isEponymHead = (word: string): boolean => EPONYM_HEADS.has(lower(word));

/** Cities whose names are words or eponyms more often. */
const AMBIGUOUS_CITIES = new Set(
  wordsOf(`apex bath best central date deal enterprise independence lens male man march mobile most nice normal orange reading rugby sale split surprise troy union
  lyme framingham glasgow marburg lassa ebola coxsackie norwalk hendra nipah zika lewy hope bar along same ho of progress liberty eagle
  victoria florence sydney austin madison jackson lincoln georgia carolina logan hudson taylor allen douglas lawrence marion florence jena sandy gary
  tours angers rennes laval sens gap pau die roman german colon san los santa general la los rey moron pilar este norte sur oral
  arm leg back chest head hand foot ear eye vision oxford cambridge barre rota salmonella alta metro delta sigma alpha omega
  young normal cancer gout pain fever rash asthma angina anal renal lead iron zinc copper gold silver gates hill lake park bay beach creek
  spring springs summer winter fall autumn salem bacau pap pale`),
);

/** As people write them. */
const MORE_CITIES = [
  "New York",
  "Washington DC",
  "Washington D.C.",
  "Frankfurt",
  "Saint Louis",
  "St. Louis",
  "St. Paul",
  "Saint Paul",
  "Ho Chi Minh",
  "Mexico City",
  "Quebec",
];

const cities: ReadonlyMap<string, readonly string[][]> = readCities();

function readCities(): Map<string, string[][]> {
  const byFirstWord = new Map<string, string[][]>();
  const lines = readFileSync(new URL("cities.txt", import.meta.url), "utf8").split("\n");
  for (const line of [...lines, ...MORE_CITIES]) {
    if (line === "" || line.startsWith("#")) continue;
    const words = lower(line).split(" ");
    const [first = ""] = words;
    if (words.length === 1 && (AMBIGUOUS_CITIES.has(first) || NOT_NAMES.has(first))) continue;
    const before = byFirstWord.get(first);
    if (before === undefined) byFirstWord.set(first, [words]);
    else before.push(words);
  }
  for (const names of byFirstWord.values()) names.sort((one, other) => other.length - one.length);
  return byFirstWord;
}

/** How many of the words, from the first one on, are a city's name; 0 where they are none. */
export function cityWords(words: readonly string[]): number {
  const [first = "", ...rest] = words.map(lower);
  const found = cities.get(first)?.find((name) => name.slice(1).every((word, index) => word === rest[index]));
  return found?.length ?? 0;
}
