import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { parse } from "yaml";
import { z } from "zod";

export const ROOT = path.resolve(import.meta.dirname, "../..");

/** What a service waits for before it starts. */
export type Condition = "service_healthy" | "service_completed_successfully" | "service_started";

/** A service of docker-compose.yml, with what its image brings filled in. */
export interface Service {
  readonly name: string;
  /** The stage of the Dockerfile, or the image that is pulled. */
  readonly image: string;
  readonly user: string;
  /** Absent: the pulled image's own. */
  readonly command: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** The command that says whether it is healthy; absent where that is switched off. */
  readonly healthcheck: readonly string[] | undefined;
  readonly waitsFor: readonly { readonly service: string; readonly condition: Condition }[];
  /** How long it may take to stop before it is killed. */
  readonly stopMs: number;
  readonly secrets: readonly string[];
  /** Where volumes are mounted. */
  readonly volumes: readonly string[];
  /** As written, for whoever asks about more. */
  readonly written: ServiceShape;
}

const healthcheckShape = z.object({
  test: z.array(z.string()).optional(),
  disable: z.boolean().optional(),
});
const serviceShape = z.object({
  image: z.string().optional(),
  build: z.object({ context: z.literal("."), target: z.string() }).optional(),
  user: z.string().optional(),
  command: z.array(z.string()).optional(),
  env_file: z.literal(".env").optional(),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: healthcheckShape.optional(),
  depends_on: z
    .record(
      z.string(),
      z.object({
        condition: z.enum(["service_healthy", "service_completed_successfully", "service_started"]),
      }),
    )
    .default({}),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/u)
    .default("10s"),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  restart: z.string(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  ports: z.array(z.string()).default([]),
});
type ServiceShape = z.infer<typeof serviceShape>;

const composeShape = z.object({
  services: z.record(z.string(), serviceShape),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

/** A stage of the Dockerfile: what its instructions give to a container. */
interface Stage {
  readonly base: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly command: readonly string[] | undefined;
  readonly healthcheck: readonly string[] | undefined;
}

const commandShape = z.array(z.string());

const settingsOf = (text: string): Record<string, string> => {
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(text))) if (value !== undefined) settings[name] = value;
  return settings;
};

/** The last stage of each name. Reads the few instructions that say how a container runs, in their JSON form. */
export function readDockerfile(text: string): ReadonlyMap<string, Stage> {
  const stages = new Map<string, Stage>();
  for (const part of text
    .replaceAll(/\\\n/gu, " ")
    .split(/^(?=FROM )/mu)
    .slice(1)) {
    const [, base = "", name = ""] = /^FROM (\S+)(?: AS (\S+))?$/mu.exec(part) ?? [];
    const json = (instruction: RegExp): readonly string[] | undefined => {
      const found = instruction.exec(part)?.[1];
      return found === undefined ? undefined : commandShape.parse(JSON.parse(found));
    };
    stages.set(name, {
      base,
      environment: settingsOf(
        [...part.matchAll(/^ENV (.+)$/gmu)].map(([, pairs = ""]) => pairs.replaceAll(" ", "\n")).join("\n"),
      ),
      user: /^USER (\S+)$/mu.exec(part)?.[1],
      command: json(/^CMD (\[.+\])$/mu),
      healthcheck: json(/^HEALTHCHECK .*CMD (\[.+\])$/mu),
    });
  }
  return stages;
}

/** `${NAME}` and `${NAME:?what to do}`, as Compose fills them in. @throws Error with those words where NAME is not set */
function interpolate(text: string, settings: Readonly<Record<string, string | undefined>>): string {
  return text.replaceAll(/\$\{(\w+)(?::\?([^}]*))?\}/gu, (_, name: string, why: string | undefined) => {
    const value = settings[name];
    if (value === undefined || value === "") throw new Error(`${name}: ${why ?? "is not set"}`);
    return value;
  });
}

/**
 * Reads docker-compose.yml and the Dockerfile beside it the way Compose would.
 *
 * @param envFile the text of `.env`
 */
export function readCompose(envFile: string): readonly Service[] {
  const settings = settingsOf(envFile);
  const stages = readDockerfile(readFileSync(path.join(ROOT, "Dockerfile"), "utf8"));
  const document: unknown = parse(readFileSync(path.join(ROOT, "docker-compose.yml"), "utf8"), {
    merge: true,
  });
  const { services, secrets } = composeShape.parse(document);
  return Object.entries(services).map(([name, written]) => {
    const stage = stages.get(written.build?.target ?? "");
    if (written.build !== undefined && stage === undefined) {
      throw new Error(`${name}: the Dockerfile has no stage ${written.build.target}`);
    }
    for (const secret of written.secrets) {
      if (secrets[secret] === undefined) throw new Error(`${name}: there is no secret ${secret}`);
    }
    const test = written.healthcheck?.test ?? stage?.healthcheck;
    return {
      name,
      image: written.build?.target ?? written.image ?? "",
      user: written.user ?? stage?.user ?? "root",
      command: written.command ?? stage?.command,
      environment: {
        ...stage?.environment,
        ...(written.env_file === undefined ? {} : settings),
        ...Object.fromEntries(
          Object.entries(written.environment).map(([key, value]) => [key, interpolate(value, settings)]),
        ),
      },
      healthcheck: written.healthcheck?.disable === true ? undefined : test?.filter((word) => word !== "CMD"),
      waitsFor: Object.entries(written.depends_on).map(([service, { condition }]) => ({
        service,
        condition,
      })),
      stopMs: Number.parseInt(written.stop_grace_period, 10) * 1000,
      secrets: written.secrets,
      volumes: written.volumes.map((volume) => volume.split(":")[1] ?? ""),
      written,
    };
  });
}
