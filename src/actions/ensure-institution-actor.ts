import { INSTITUTION_HANDLE } from "#domain/addresses.ts";
import type { ActorRow } from "#store/actors.ts";
import type { Instance } from "#instance";
import { ensureLocalActor } from "./ensure-local-actor.ts";

/** The Application actor that signs fetches, forwards and attestations in the institution's name. */
export const ensureInstitutionActor = (instance: Instance): Promise<ActorRow> =>
  ensureLocalActor(instance, {
    type: "Application",
    handle: INSTITUTION_HANDLE,
    name: instance.config.institutionName,
  });
