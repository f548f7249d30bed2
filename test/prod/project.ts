import { setTimeout as delay } from "node:timers/promises";
import { type Child, startChild } from "./child.ts";
import { readCompose, type Service } from "./compose-file.ts";
import { findPlaces, type Place, type PlaceOptions } from "./places.ts";

/** The services of docker-compose.yml, running without a container engine. */
export interface Project {
  /** Printed by the web process: makes the first administrator. */
  readonly administratorLink: string;
  /** Where the proxy takes plain http. */
  readonly httpPort: number;
  /** The numbers of its processes, by service. */
  readonly processes: ReadonlyMap<string, number>;
  /** What its services said last. */
  logs(): Promise<string>;
  /** Stops all, the last first, as Compose does. @throws Error where one had to be killed, or ended badly */
  stop(): Promise<void>;
}

export interface ProjectOptions extends PlaceOptions {
  readonly name: string;
  /** What an operator writes into `.env`. */
  readonly envFile: string;
}

const HEALTHY_MS = 60_000;
const PROBE_EVERY_MS = 250;

/** Does something once for each service, however many ask for it. */
const onceEach = <Result>(
  work: (service: Service) => Promise<Result>,
): ((service: Service) => Promise<Result>) => {
  const begun = new Map<string, Promise<Result>>();
  return (service) => {
    const known = begun.get(service.name) ?? work(service);
    begun.set(service.name, known);
    return known;
  };
};

/** Starts everything in the order that docker-compose.yml asks for. What was started is stopped where a part fails. */
export async function startProject(options: ProjectOptions): Promise<Project> {
  const services = readCompose(options.envFile);
  const { places, httpPort } = await findPlaces(services, options);
  const running: { readonly service: Service; readonly place: Place; readonly child: Child }[] = [];

  const find = (name: string): Service => {
    const service = services.find((one) => one.name === name);
    if (service === undefined)
      throw new Error(`docker-compose.yml waits for ${name}, which it does not describe`);
    return service;
  };
  const placeOf = (service: Service): Place => {
    const place = places.get(service.name);
    if (place === undefined) throw new Error(`${service.name} has no place`);
    return place;
  };
  const start = onceEach(async (service): Promise<Child> => {
    for (const { service: name, condition } of service.waitsFor) {
      const needed = find(name);
      const child = await start(needed);
      if (condition === "service_healthy") await healthy(needed);
      if (condition === "service_completed_successfully") await completed(name, child);
    }
    const place = placeOf(service);
    const child = startChild(place.command, place.options);
    running.push({ service, place, child });
    return child;
  });
  const healthy = onceEach(async (service) => {
    const { healthcheck, options: place } = placeOf(service);
    const child = await start(service);
    if (healthcheck !== undefined) await untilHealthy(service.name, healthcheck, place, child);
  });
  const stop = async (): Promise<void> => {
    const faults: string[] = [];
    for (const { service, place, child } of running.splice(0).toReversed()) {
      const fault = await stopService(service, place, child);
      if (fault !== undefined) faults.push(`${service.name} at ${options.name} ${fault}`);
    }
    if (faults.length > 0) throw new Error(faults.join("\n"));
  };

  const begun = await Promise.allSettled(services.map(async (service) => await healthy(service)));
  const failed = begun.find((one) => one.status === "rejected");
  if (failed !== undefined) {
    await stop().catch(() => {});
    throw failed.reason;
  }
  const [, administratorLink = ""] = await (await start(find("web"))).said(/one-time link: (\S+)/u);
  const lasting = running.filter(({ service }) => service.healthcheck !== undefined);
  return {
    administratorLink,
    httpPort,
    processes: new Map(lasting.map(({ service, child }) => [service.name, child.pid])),
    logs: async () => (await Promise.all(running.map(({ child }) => child.log()))).join("\n"),
    stop,
  };
}

async function completed(name: string, child: Child): Promise<void> {
  const end = await child.ended;
  if (end !== 0) throw new Error(`${name} ended with ${end}:\n${await child.log()}`);
}

/** Runs the health check until it succeeds. @throws Error where the service ends before, or it takes too long */
async function untilHealthy(
  name: string,
  healthcheck: readonly string[],
  place: Place["options"],
  child: Child,
): Promise<void> {
  const until = Date.now() + HEALTHY_MS;
  for (;;) {
    const probe = startChild(healthcheck, { ...place, logFile: `${place.logFile}.health` });
    const end = await Promise.race([
      probe.ended.then((code) => ({ code, over: false })),
      child.ended.then((code) => ({ code, over: true })),
    ]);
    if (!end.over && end.code === 0) return;
    if (end.over || Date.now() > until) {
      throw new Error(`${name} is not healthy: ${await probe.log()}\n${await child.log()}`);
    }
    await delay(PROBE_EVERY_MS);
  }
}

/** Asks a service to stop, and kills it when its time is over. Gives what was wrong. */
async function stopService(service: Service, place: Place, child: Child): Promise<string | undefined> {
  child.kill(place.stopSignal);
  const killing = setTimeout(() => child.kill("SIGKILL"), service.stopMs);
  const end = await child.ended;
  clearTimeout(killing);
  return end === 0 ? undefined : `ended with ${end} when it was told to stop:\n${await child.log()}`;
}
