import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { arrivals } from "#demo/arrivals.ts";
import {
  answer,
  ask,
  followSpecialties,
  type Guest,
  type HouseAddress,
  look,
  readConsensus,
  signIn,
  trustOther,
} from "#demo/house.ts";
import { until } from "#demo/persist.ts";
import { sampleCases } from "#demo/sample/cases.ts";
import { askDirectly } from "./ask-directly.ts";
import type { Project } from "./project.ts";

/** An institution as its users see it, and what runs it. */
export interface House extends HouseAddress {
  readonly project: Project;
}

/** Gets a line for each thing that holds. */
export type Report = (line: string) => void;

/** Addresses and names that a client may claim to come by. */
const CLAIMS = {
  "x-forwarded-for": "203.0.113.7",
  "x-forwarded-host": "elsewhere.example",
  "x-forwarded-proto": "http",
  forwarded: "for=203.0.113.7;host=elsewhere.example;proto=http",
};
const ARRIVAL_MS = 30_000;

/** Nothing runs as root. */
export async function checkUsers({ name, project }: House, report: Report): Promise<void> {
  const users: string[] = [];
  for (const [service, pid] of project.processes) {
    const [, uid = "0"] = /^Uid:\s+(\d+)/mu.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
    assert.notEqual(uid, "0", `${service} runs as root`);
    users.push(`${service} (${uid})`);
  }
  report(`${name} runs without root, as users ${users.join(", ")}`);
}

/** What the proxy and the application do together for whoever comes. */
export async function checkTls({ name, origin, project }: House, report: Report): Promise<void> {
  const ready = await askDirectly(`${origin}/readyz`);
  assert.equal(`${ready.status} ${ready.text}`, "200 ready");
  report(`${name} answers /readyz through TLS`);

  const plain = await askDirectly(`${origin}/about`.replace("https:", "http:"), { port: project.httpPort });
  assert.equal(`${plain.status} ${plain.headers.location}`, `308 ${origin}/about`);
  report(`${name} leads plain http to https`);

  const { headers } = await askDirectly(`${origin}/about`);
  // Two headers of one name would come joined by a comma.
  assert.match(headers["strict-transport-security"] ?? "", /^max-age=[1-9]\d{7,}(; includeSubDomains)?$/u);
  assert.match(String(headers["content-security-policy"]), /^[^,]*frame-ancestors 'none'[^,]*$/u);
  report(`${name} sends Strict-Transport-Security and its content security policy once`);

  const begun = await askDirectly(`${origin}/sign-in`, { form: { "return-to": "/" } });
  const [cookie = "", ...others] = begun.headers["set-cookie"] ?? [];
  assert.deepEqual(others, []);
  assert.match(cookie, /^__Host-consilium_sign_in=/u);
  for (const attribute of ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"]) {
    assert.ok(cookie.split("; ").includes(attribute), `${attribute} is missing: ${cookie}`);
  }
  report(`${name} binds cookies to TLS and to its host`);
}

/** What a client claims of itself changes no address, and is written down nowhere. */
export async function checkClaims({ name, origin, project }: House, report: Report): Promise<void> {
  const { host } = new URL(origin);
  const asked = [
    `${origin}/.well-known/webfinger?resource=${encodeURIComponent(`acct:institution@${host}`)}`,
    `${origin}/.well-known/nodeinfo`,
    `${origin}/actors/institution`,
    `${origin}/sign-in`,
  ];
  for (const address of asked) {
    const accept = address.endsWith("/sign-in") ? "text/html" : "application/activity+json";
    const found = await askDirectly(address, { headers: { ...CLAIMS, accept } });
    assert.equal(found.status, 200, address);
    assert.ok(!found.text.includes("elsewhere.example"), `${address} says elsewhere.example`);
    const plain = found.text.match(/http:\/\/[\w.-]*localhost[^"\s]*/gu) ?? [];
    assert.deepEqual(plain, [], `${address} holds addresses without TLS`);
    if (!address.endsWith("/sign-in")) assert.ok(found.text.includes(origin), `${address} lacks ${origin}`);
  }
  assert.ok(!(await project.logs()).includes(CLAIMS["x-forwarded-for"]), "A log holds a client's address");
  report(`${name} writes https addresses of its own, whatever a client claims`);
}

/** The main job, through two proxies: sign in, ask with a picture, arrive, answer, arrive. */
export async function checkConsultation(here: House, there: House, report: Report): Promise<void> {
  const password = "a long enough passphrase";
  await Promise.all([trustOther(here, there, password), trustOther(there, here, password)]);
  const [author, reader] = await Promise.all([enter(here, "Grey Kestrel"), enter(there, "Coastal Heron")]);
  report("A physician of each signed in by OpenID Connect: authorization code, PKCE, issuer with TLS");

  const [planned] = sampleCases;
  if (planned === undefined) throw new Error("There is a sample case");
  await followSpecialties(there, reader, [planned.specialty], 2);
  const watched = arrivals(there, reader);
  await watched.ready;
  const url = await ask(here, author, planned);
  const posted = performance.now();
  report(`${here.name} took a case with a picture through the form`);

  const arrived = await watched.of(planned.title);
  report(`${there.name} shows it ${Math.round(arrived.at - posted)} ms later, told by a live event`);
  const picture = await until("the picture", ARRIVAL_MS, async () => {
    const page = await reader.client.get(arrived.url);
    const [, path] = /"(\/media\/[\w-]+)"/u.exec(page.text) ?? [];
    if (path === undefined) return undefined;
    const found = await reader.client.bytes(new URL(path, there.origin));
    return found.status === 200 ? found : undefined;
  });
  assert.match(picture.headers.get("content-type") ?? "", /^image\//u);
  assert.ok(picture.bytes.length > 1000);
  report(`${there.name} shows its picture (${picture.bytes.length} bytes)`);

  const [opinion] = planned.opinions;
  if (opinion === undefined) throw new Error("The sample case has an opinion");
  await answer(reader, arrived.url, opinion);
  await look(author, url);
  await until("the opinion", ARRIVAL_MS, async () => {
    const { opinions } = await readConsensus(author, url);
    return opinions === 1 ? opinions : undefined;
  });
  report(`${here.name} shows the opinion that came back`);
}

/** Signs in the first person whom the house's provider knows. */
async function enter(house: House, pseudonym: string): Promise<Guest> {
  const [login = ""] = house.people;
  const guest = await signIn(house, login, pseudonym);
  assert.equal(guest.client.cookie(house.origin, "consilium_session"), undefined);
  assert.ok(
    guest.client.cookie(house.origin, "__Host-consilium_session"),
    "The session has no __Host- cookie",
  );
  return guest;
}
