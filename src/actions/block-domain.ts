import type { Person } from "#domain/reader.ts";
import { invalid } from "#domain/refusal.ts";
import { insertDomainBlock } from "#store/relations.ts";
import type { Instance } from "#instance";

/** Keeps everybody of a server out of a persona's timelines. @throws Refusal invalid for what is no host, or our own */
export async function blockDomain(instance: Instance, { persona }: Person, host: string): Promise<void> {
  const name = host.trim().toLowerCase();
  const isHost = URL.canParse(`https://${name}/`) && new URL(`https://${name}/`).host === name;
  if (!isHost || name === new URL(instance.config.origin).host) {
    throw invalid("domain", "Name another server by its host, such as hospital.example.");
  }
  await insertDomainBlock(instance.db, {
    ownerId: persona.actorId,
    host: name,
    createdAt: instance.clock(),
  });
}
