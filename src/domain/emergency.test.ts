import { describe, expect, test } from "vitest";

import { readsLikeEmergency } from "./emergency.ts";

describe("readsLikeEmergency", () => {
  test.each([
    "Cardiac arrest right now in bed 4, what next?",
    "My patient is in cardiac arrest",
    "Patient is not breathing",
    "Not breathing. No idea why.",
    "The baby isn't breathing and is blue",
    "Child stopped breathing, help",
    "He collapsed two minutes ago and he is not breathing",
    "Patient's pulseless",
    "She has no pulse!",
    "Found unresponsive and pulseless on the ward",
    "The man is unresponsive",
    "pt is coding",
    "Patient coding now on the ward",
    "Code blue in progress, need dose",
    "We are doing CPR, second shock failed",
    "CPR in progress",
    "Anaphylaxis now, adrenaline given twice",
    "2 minutes after the injection she is in anaphylactic shock",
    "She's going into anaphylaxis",
    "The toddler is choking",
    "He can't breathe",
    "Airway is closing, no surgeon in house",
    "Cannot intubate, cannot ventilate",
    "Patient is bleeding out.",
    "The girl is still seizing, lorazepam twice",
    "He is about to kill himself",
    "Overdosed 20 minutes ago on propranolol",
    "Heart attack right now",
    "PATIENT IS\nNOT BREATHING",
  ])("stops: %s", (text) => {
    expect(readsLikeEmergency(text)).toBeDefined();
  });

  test.each([
    "",
    "History of cardiac arrest",
    "History of cardiac arrest now presenting with a rash",
    "Survived a cardiac arrest two years ago; is not breathing trouble the cause?",
    "Rash after anaphylaxis now resolved",
    "No anaphylaxis now, can she have the vaccine again?",
    "Myocardial infarction now on clopidogrel, new purpura",
    "Previous anaphylaxis to penicillin",
    "Plaque unresponsive to terbinafine",
    "The rash is unresponsive and spreading",
    "The patient is unresponsive to steroids",
    "Which gene is coding for filaggrin?",
    "She is not breathing through her nose",
    "The boy is not breathing well at night",
    "Stops breathing at night; sleep apnoea?",
    "He cannot breathe through the left nostril",
    "Episodes when she cannot breathe, spirometry normal",
    "Fingers turning blue in the cold",
    "Pulseless disease? Takayasu suspected",
    "No pulse deficit, no murmur",
    "Stroke in 2 of 3 sisters: which test next?",
    "What would you do if the patient is in cardiac arrest in flight?",
    "Post cardiac arrest care: how long to cool?",
    "Bleeding gums and petechiae",
    "Status epilepticus last year, now seizure-free",
    "Annular plaque on the forearm, unmoved by four weeks of terbinafine",
  ])("lets through: %s", (text) => {
    expect(readsLikeEmergency(text)).toBeUndefined();
  });

  test("answers in time in proportion to a hostile text", () => {
    const started = performance.now();
    readsLikeEmergency("patient is ".repeat(10_000) + "if ".repeat(10_000) + " ".repeat(10_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
