import { invite } from "#actions/invite.ts";
import type { BrowserClient } from "#demo/browser-client.ts";
import { freePort } from "#demo/free-port.ts";
import { startTestInstance, type TestInstance } from "./instance.ts";

/** Two institutions that can reach each other, and have not met. */
export interface TwoHouses {
  readonly northfield: TestInstance;
  readonly southbank: TestInstance;
  stop(): Promise<void>;
}

/** @param alsoReachable origins of other servers of the test */
export async function startTwoHouses(alsoReachable: readonly string[] = []): Promise<TwoHouses> {
  const [northPort, southPort] = [await freePort(), await freePort()];
  const northfield = await startTestInstance({
    name: "northfield",
    institutionName: "Northfield Hospital",
    port: northPort,
    allowOrigins: [`http://southbank.localhost:${southPort}`, ...alsoReachable],
  });
  const southbank = await startTestInstance({
    name: "southbank",
    institutionName: "Southbank Society of Dermatology",
    port: southPort,
    allowOrigins: [northfield.origin, ...alsoReachable],
  });
  return {
    northfield,
    southbank,
    async stop() {
      await Promise.all([northfield.stop(), southbank.stop()]);
    },
  };
}

/** A browser in which a new administrator of this institution is signed in. */
export async function signInAdministrator(house: TestInstance, login: string): Promise<BrowserClient> {
  const { link } = await invite(house.app.instance, ["administrator"]);
  const client = house.visitor();
  await client.submit(await client.get(link), new URL(link).pathname, {
    login,
    password: "several words of nobody else",
  });
  return client;
}
