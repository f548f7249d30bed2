import type { ActorRow } from "#store/actors.ts";
import type { Instance } from "#instance";
import { ensureLocalActor } from "./ensure-local-actor.ts";

/** The handle of the institution's own actor; no persona can take it: see domain/pseudonym.ts. */
export const INSTITUTION_HANDLE = "institution";

/** The Application actor that signs fetches, forwards and attestations in the institution's name. */
export const ensureInstitutionActor = (instance: Instance): Promise<ActorRow> =>
  ensureLocalActor(instance, {
    type: "Application",
    handle: INSTITUTION_HANDLE,
    name: instance.config.institutionName,
  });
