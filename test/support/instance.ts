import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createPersona } from "#actions/create-persona.ts";
import { findMember } from "#actions/find-member.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import type { App } from "#app";
import type { Config } from "#config";
import type { Member, Physician } from "#domain/member.ts";
import { type BrowserClient, createBrowserClient } from "#demo/browser-client.ts";
import { freePort } from "#demo/free-port.ts";
import { startOpenIdProvider } from "#demo/openid-provider.ts";
import { type Running, start } from "../../src/start.ts";
import { createTestDatabase } from "./database.ts";

/** Somebody who can sign in at the institution's identity provider. */
export interface TestPerson {
  /** Made up where it is not given. */
  readonly login?: string;
  /** What the provider says of them: a physician where nothing else is given. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Made up where it is not given. */
  readonly pseudonym?: string;
}

/** Somebody who is signed in, in a browser of their own. */
export interface SignedIn {
  readonly client: BrowserClient;
  readonly physician: Physician;
  /** The value of the session cookie. */
  readonly session: string;
}

/** A whole institution in this process: database, ports, workers and an identity provider of its own. */
export interface TestInstance {
  readonly origin: string;
  readonly app: App;
  readonly config: Config;
  readonly administratorLink: string | undefined;
  /** Lets somebody sign in at the identity provider: a physician where no claims are given. */
  addPerson(login: string, claims?: Readonly<Record<string, string>>): void;
  /** A browser in which nobody is signed in; closed when the instance stops. */
  visitor(): BrowserClient;
  /** Signs somebody in at the identity provider, without a pseudonym yet. */
  signInOnly(person?: TestPerson): Promise<{ readonly client: BrowserClient; readonly session: string }>;
  /** Signs a physician in and gives them a pseudonym. */
  signIn(person?: TestPerson): Promise<SignedIn>;
  stop(): Promise<void>;
}

export interface TestInstanceOptions {
  /** The origin is `http://NAME.localhost:PORT`. */
  readonly name: string;
  readonly institutionName?: string;
  /** Origins of other instances of the test, which may be fetched although they are on this machine. */
  readonly allowOrigins?: readonly string[];
  /** Overrides of the configuration. */
  readonly config?: Partial<Config>;
  /** A port that was reserved with {@link freePort}, so that others can know the origin before it starts. */
  readonly port?: number;
}

/** Letters only: a pseudonym takes few digits, and must not be somebody else's of the same test. */
const newPseudonym = (): string =>
  `Heron ${[...randomBytes(8)].map((byte) => String.fromCodePoint(97 + (byte % 26))).join("")}`;

const SESSION_COOKIE = "consilium_session";

/** Starts an institution the way `npm start` does, on a database of its own. Stop it at the end of the file. */
export async function startTestInstance(options: TestInstanceOptions): Promise<TestInstance> {
  const port = options.port ?? (await freePort());
  const origin = `http://${options.name}.localhost:${port}`;
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), "consilium-instance-"));
  const provider = await startOpenIdProvider({
    clients: [{ id: "consilium", secret: "secret", redirectUris: [`${origin}/sign-in/callback`] }],
    people: [],
  });
  const config: Config = {
    origin,
    institutionName: options.institutionName ?? options.name,
    host: "127.0.0.1",
    port,
    metricsPort: 0,
    dataDir,
    databaseUrl: database.url,
    migrationDatabaseUrl: undefined,
    oidc: { issuer: provider.issuer, clientId: "consilium", clientSecret: "secret" },
    allowOrigins: [provider.issuer, ...(options.allowOrigins ?? [])],
    secret: undefined,
    recallDeadlineMs: 24 * 3_600_000,
    statusListSeconds: 600,
    custodianKeys: undefined,
    takesApplications: false,
    openingDelayHours: 24,
    role: "all",
    apiRateLimit: 1_000_000,
    pooling: "inverse-rank",
    logLevel: "error",
    ...options.config,
  };
  const running: Running = await start(config);
  const clients: BrowserClient[] = [];
  const visitor = (): BrowserClient => {
    const client = createBrowserClient();
    clients.push(client);
    return client;
  };
  const memberOf = async (session: string): Promise<Member> => {
    const member = await findMember(running.app.instance, session);
    if (member === undefined) throw new Error("Nobody is signed in");
    return member;
  };
  const addPerson: TestInstance["addPerson"] = (
    login,
    claims = { profession: "physician", specialty: "dermatology" },
  ) => provider.addPerson({ login, claims });
  const signInOnly: TestInstance["signInOnly"] = async (person = {}) => {
    const login = person.login ?? `physician-${randomBytes(4).toString("hex")}`;
    addPerson(login, person.claims);
    const client = visitor();
    const asked = await client.post(`${origin}/sign-in`, { "return-to": "/about" });
    const page = await client.submit(asked, "", { login, action: "sign-in" });
    const session = client.cookie(origin, SESSION_COOKIE);
    if (session === undefined) throw new Error(`${login} could not sign in: ${page.status} ${page.text}`);
    return { client, session };
  };

  return {
    origin,
    app: running.app,
    config,
    administratorLink: running.administratorLink,
    addPerson,
    visitor,
    signInOnly,
    async signIn(person = {}) {
      const { client, session } = await signInOnly(person);
      const member = await memberOf(session);
      if (member.persona === undefined) {
        const pseudonym = person.pseudonym ?? newPseudonym();
        await createPersona(running.app.instance, member, pseudonym);
      }
      return { client, session, physician: requirePhysician(await memberOf(session)) };
    },
    async stop() {
      await Promise.all(clients.map((client) => client.close()));
      await running.stop();
      await provider.stop();
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}
