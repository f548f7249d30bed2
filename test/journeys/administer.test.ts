import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findMember } from "#actions/find-member.ts";
import type { BrowserClient } from "#demo/browser-client.ts";
import { readForms } from "#demo/html-forms.ts";
import { eventually } from "#test/support/eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { words } from "#test/support/page-words.ts";
import { rawRequest } from "#test/support/raw-request.ts";
import { signInAdministrator } from "#test/support/two-houses.ts";

const PASSWORD = "several words of nobody else";

let house: TestInstance;
let ada: BrowserClient;
beforeAll(async () => {
  house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  ada = await signInAdministrator(house, "ada");
});
afterAll(() => house.stop());

const at = (path: string): string => `${house.origin}${path}`;

/** Uses a link to make an account, as whoever was given it. */
const accept = async (client: BrowserClient, link: string, login: string, password = PASSWORD) =>
  client.submit(await client.get(link), new URL(link).pathname, { login, password });

describe("the first administrator", () => {
  test("is made by the link that the start prints, once, whoever else has it", async () => {
    const link = house.administratorLink ?? "";
    const page = await house.visitor().get(link);
    expect(words(page)).toContain("This link makes you an administrator");
    expect(words(page)).toContain("This link works once");

    const refused = await accept(house.visitor(), link, "A", "short");
    expect(refused.status).toBe(422);
    expect(words(refused)).toContain("Choose a sign-in name of 3 to 40 small letters");
    expect(words(refused)).toContain("Choose a password of 12 to 200 characters");
    expect(refused.text).toContain('value="a"');
    expect(refused.text).not.toContain("short");

    const two = [house.visitor(), house.visitor()] as const;
    const used = await Promise.all(two.map((client, index) => accept(client, link, `first-${index}`)));
    const [winner, loser] = used[0]?.status === 200 ? [0, 1] : [1, 0];
    expect(used.map(({ status }) => status)).toEqual(winner === 0 ? [200, 404] : [404, 200]);
    expect(words(used[winner] ?? page)).toContain("You are an administrator of this institution now");
    expect(words(used[loser] ?? page)).toContain(
      "It was used before, has run out, or was not copied as a whole",
    );
    const again = await house.visitor().get(link);
    expect(again.status).toBe(404);
  });

  test("invites others, whose name must be free, with a link shown only once", async () => {
    const people = await ada.get(at("/manage/physicians"));
    const invited = await ada.submit(people, "/manage/physicians/invite", {
      role: "physician",
      specialty: "cardiology",
      country: "no",
    });
    const link = /<code class="secret">([^<]+)<\/code>/u.exec(invited.text)?.[1] ?? "";
    expect(new URL(link).origin).toBe(house.origin);
    expect((await ada.get(at("/manage/physicians"))).text).not.toContain(link);

    const physician = house.visitor();
    const form = await physician.get(link);
    expect(words(form)).toContain("The institution has verified you as: physician, cardiology, Norway");
    const welcome = await accept(physician, link, "boris");
    expect(welcome.url.pathname).toBe("/welcome");
    await physician.submit(welcome, "/welcome", { pseudonym: "Invited Plover" });
    expect((await physician.get(at("/ask"))).status).toBe(200);

    const list = await ada.get(at("/manage/physicians"));
    expect(words(list)).toContain("physician, cardiology, Norway");
    expect(words(list)).toContain("by invitation");
    // Which pseudonym is whose is not for administrators to see.
    for (const secret of ["Invited Plover", "invited-plover", "boris"])
      expect(list.text).not.toContain(secret);

    const other = await ada.submit(people, "/manage/physicians/invite", { role: "administrator" });
    const second = /<code class="secret">([^<]+)<\/code>/u.exec(other.text)?.[1] ?? "";
    const visitor = house.visitor();
    const taken = await accept(visitor, second, "Boris ");
    expect([taken.status, words(taken)]).toEqual([
      422,
      expect.stringContaining("This sign-in name is taken"),
    ]);
    // The link is not used up by a try that failed.
    const used = await accept(visitor, second, "doris");
    expect([used.status, used.url.pathname]).toEqual([200, "/manage"]);
  });

  test.each([
    [{ role: "king" }, "Choose whom the link is for"],
    [{ role: "physician", specialty: "astrology" }, "Choose a specialty of the list"],
    [{ role: "physician", country: "Norway" }, "by its two letters"],
  ])("is told what is wrong with an invitation: %j", async (values, message) => {
    const refused = await ada.submit(await ada.get(at("/manage/physicians")), "/invite", values);
    expect([refused.status, words(refused)]).toEqual([422, expect.stringContaining(message)]);
    expect(refused.text).not.toContain('class="secret"');
  });
});

describe("a password", () => {
  beforeAll(async () => {
    await Promise.all([signInAdministrator(house, "carla"), signInAdministrator(house, "locked")]);
  });
  const signIn = (login: string, password: string) =>
    rawRequest(house, "/sign-in/password", { form: { login, password } });

  test("that is wrong, or a name that nobody has, gets the same answer", async () => {
    const [known, unknown] = await Promise.all([signIn("carla", "wrong"), signIn("nobody-at-all", "wrong")]);
    expect(known.status).toBe(401);
    expect(words(known)).toContain("The sign-in name or the password is wrong.");
    expect(known.text.replaceAll("carla", "NAME")).toBe(unknown.text.replaceAll("nobody-at-all", "NAME"));
    const right = await signIn(" CARLA ", PASSWORD);
    expect(right.status).toBe(303);
  });

  test("takes as long to be refused for a name that nobody has", async () => {
    const times = { known: [] as number[], unknown: [] as number[] };
    const time = async (into: number[], login: string): Promise<void> => {
      const start = performance.now();
      expect((await signIn(login, "wrong")).status).toBe(401);
      into.push(performance.now() - start);
    };
    for (let round = 0; round < 15; round += 1) {
      await time(times.known, "carla");
      await time(times.unknown, `nobody-${round}`);
      await signIn("carla", PASSWORD);
    }
    const median = (values: number[]): number =>
      values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
    // Without a hash to check it would be twenty times as fast; what else the machine does is allowed for.
    const ratio = median(times.unknown) / median(times.known);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.7);
  });

  test("cannot be guessed at: after five tries the name is locked, also for who knows it", async () => {
    for (let tries = 0; tries < 5; tries += 1) expect((await signIn("locked", "guess")).status).toBe(401);
    const locked = await signIn("locked", PASSWORD);
    expect([locked.status, words(locked)]).toEqual([
      429,
      expect.stringContaining("Too many failed tries. Try again in 1 minute."),
    ]);
    expect((await signIn("carla", PASSWORD)).status).toBe(303);
    // A name that nobody has is locked in the same way, or the lock would tell.
    for (let tries = 0; tries < 5; tries += 1) await signIn("nobody-locked", "guess");
    expect((await signIn("nobody-locked", "guess")).status).toBe(429);
  });

  test("cannot be guessed at many times at once", async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => signIn("ada-guessed", "guess")));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(35);
  });

  test.each([
    ["a name with a NUL", "ca\0rla"],
    ["a very long name", Array.from({ length: 20_000 }, (_, index) => (index * 7919).toString(36)).join("")],
    ["no name", ""],
    ["markup", "<script>alert(1)</script>"],
    ["a name of another alphabet", "сarla"],
  ])("under %s is refused like any other", async (_, login) => {
    const answer = await signIn(login, PASSWORD);
    expect([answer.status, words(answer)]).toEqual([
      401,
      expect.stringContaining("The sign-in name or the password is wrong."),
    ]);
    expect(answer.text).not.toContain("<script>alert");
  });
});

describe("suspending somebody", () => {
  let bea: SignedIn;
  let account: string;
  beforeEach(async () => {
    bea = await house.signIn({ login: "bea", pseudonym: "Banned Bittern" });
    account = bea.physician.accountId;
  });
  afterEach(() => ada.post(at("/manage/physicians/reinstate"), { account }));
  const people = () => ada.get(at("/manage/physicians"));
  const suspend = () => ada.post(at("/manage/physicians/suspend"), { account });

  test("signs them out everywhere and ends what they have open, at once", async () => {
    const elsewhere = await house.signInOnly({ login: "bea" });
    const leave = new AbortController();
    const outcomes: string[] = [];
    for (const client of [bea.client, elsewhere.client]) {
      const listen = async (): Promise<string> => {
        const opened = Promise.withResolvers<void>();
        const drain = async (): Promise<string> => {
          for await (const _ of client.events(at("/events"), leave.signal, () => opened.resolve()));
          return "ended";
        };
        drain().then(
          (outcome) => outcomes.push(outcome),
          (error: unknown) => outcomes.push(String(error)),
        );
        await opened.promise;
        return "opened";
      };
      expect(await listen()).toBe("opened");
    }
    const done = await suspend();
    expect(words(done)).toContain("The account is suspended and signed out everywhere.");
    expect(words(done)).toContain("Suspended");
    for (const { client } of [bea, elsewhere]) expect((await client.get(at("/you"))).status).toBe(401);
    await eventually(
      "both streams end, long before the clock looks",
      async () => expect(outcomes).toEqual(["ended", "ended"]),
      5000,
    );
    leave.abort();
  });

  test("keeps them out until they are reinstated, and what they were is theirs again", async () => {
    await suspend();
    const client = house.visitor();
    const asked = await client.post(at("/sign-in"), {});
    const refused = await client.submit(asked, "", { login: "bea", action: "sign-in" });
    expect([refused.status, words(refused)]).toEqual([
      403,
      expect.stringContaining("Your account is suspended. Ask your institution's administrator why."),
    ]);
    expect(words(await house.visitor().get(at("/@banned-bittern")))).toContain("Banned Bittern");

    const form = readForms((await people()).text).find(({ action }) => action.endsWith("/reinstate"));
    expect(form?.fields).toEqual([["account", account]]);
    const done = await ada.submit(await people(), "/reinstate");
    expect(words(done)).toContain("The account can be used again.");
    // The sessions of before stay dead.
    expect((await bea.client.get(at("/you"))).status).toBe(401);
    const back = await house.signInOnly({ login: "bea" });
    expect(words(await back.client.get(at("/you")))).toContain("Banned Bittern");
  });

  test("signing out ends the pages of that browser only", async () => {
    const [one, other] = [await house.signInOnly({ login: "bea" }), await house.signInOnly({ login: "bea" })];
    const leave = new AbortController();
    const outcomes = new Map<string, string>();
    const opened = Object.entries({ one, other }).map(([name, { client }]) => {
      const open = Promise.withResolvers<void>();
      const drain = async (): Promise<void> => {
        for await (const _ of client.events(at("/events"), leave.signal, () => open.resolve()));
      };
      drain().then(
        () => outcomes.set(name, "ended"),
        (error: unknown) => outcomes.set(name, String(error)),
      );
      return open.promise;
    });
    await Promise.all(opened);
    await one.client.post(at("/sign-out"), {});
    await eventually(
      "the stream of the one ends",
      async () => expect(outcomes.get("one")).toBe("ended"),
      5000,
    );
    expect([...outcomes.keys()]).toEqual(["one"]);
    leave.abort();
  });

  test("is refused for oneself, and for somebody who is not there", async () => {
    const page = await people();
    const accounts = readForms(page.text)
      .filter(({ action }) => /\/(?:suspend|reinstate)$/u.test(action))
      .flatMap(({ fields }) => fields.map(([, value]) => value));
    expect(words(page)).toContain("you");
    const { accountId } = await ownAccount();
    expect(accounts).not.toContain(accountId);
    const own = await ada.post(at("/manage/physicians/suspend"), { account: accountId });
    expect([own.status, words(own)]).toEqual([409, expect.stringContaining("You cannot suspend yourself")]);
    for (const absent of ["01890000-0000-7000-8000-000000000000", "x", ""]) {
      expect((await ada.post(at("/manage/physicians/suspend"), { account: absent })).status).toBe(404);
      expect((await ada.post(at("/manage/physicians/reinstate"), { account: absent })).status).toBe(404);
    }
  });

  const ownAccount = async () => {
    const member = await findMember(house.app.instance, ada.cookie(house.origin, "consilium_session") ?? "");
    if (member === undefined) throw new Error("The administrator is signed out");
    return member;
  };
});

describe("for everybody else", () => {
  const shape = (answer: Awaited<ReturnType<typeof rawRequest>>, path: string) => ({
    status: answer.status,
    headers: [...answer.headers]
      .filter(([name]) => name !== "date")
      .map(([name, value]) => [name, value.replaceAll(path, "PATH")]),
    text: answer.text.replaceAll(path, "PATH"),
  });
  const PAGES = ["", "/peers", "/physicians", "/queues/retry", "/physicians/suspend", "/?done=administrator"];

  test.each(["a visitor", "a physician", "a physician without a pseudonym"])(
    "%s: administration is the same as absent",
    async (who) => {
      const session =
        who === "a visitor"
          ? ""
          : who === "a physician"
            ? (await house.signIn({ login: "curious" })).session
            : (await house.signInOnly({ login: "new" })).session;
      const headers = { cookie: `consilium_session=${session}` };
      for (const page of PAGES) {
        for (const form of [undefined, {}, { host: "evil.example", trust: "trusted", queue: "inbox" }]) {
          const options = { headers, ...(form !== undefined && { form }) };
          const [hidden, absent] = await Promise.all(
            ["/manage", "/absent"].map(async (root) =>
              shape(await rawRequest(house, root + page, options), root.slice(1)),
            ),
          );
          expect(hidden, page).toEqual(absent);
          expect(hidden?.status).toBe(form === undefined && who.endsWith("pseudonym") ? 303 : 404);
        }
      }
      expect((await ada.get(at("/manage/peers"))).text).not.toContain("evil.example");
    },
  );
});
