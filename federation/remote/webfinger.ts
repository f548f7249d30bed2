import { z } from "zod";
import { notFound, unavailable } from "#domain/refusal.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { NetError } from "#net/errors.ts";
import { readJson } from "#net/json.ts";
import { netWords } from "./net-words.ts";

const descriptor = z.looseObject({
  links: z.array(
    z.looseObject({ rel: z.string(), type: z.string().optional(), href: z.string().optional() }),
  ),
});

const isActivity = (type: string | undefined): boolean =>
  type === "application/activity+json" || (type?.startsWith("application/ld+json") ?? false);

/**
 * Finds the actor of a handle by WebFinger (RFC 7033). It is asked over https; over http only where that very origin is
 * listed in ALLOW_ORIGINS, as loopback instances are.
 *
 * @returns the address of the actor's document
 * @throws Refusal not-found where the host does not know the handle, unavailable where it does not answer
 */
export async function finger(
  fetcher: Pick<Fetcher, "fetch">,
  allowOrigins: readonly string[],
  name: string,
  host: string,
): Promise<string> {
  const origin = allowOrigins.includes(`http://${host}`) ? `http://${host}` : `https://${host}`;
  const address = `${origin}/.well-known/webfinger?resource=${encodeURIComponent(`acct:${name}@${host}`)}`;
  try {
    const response = await fetcher.fetch(address, {
      headers: { accept: "application/jrd+json, application/json" },
    });
    if (response.status === 404 || response.status === 410) throw notFound(`account @${name}@${host}`);
    if (!response.ok) throw unavailable(`${host} answers ${response.status} when asked for @${name}.`);
    const found = descriptor.safeParse(await readJson(response));
    const self = found.data?.links.find((link) => link.rel === "self" && isActivity(link.type))?.href;
    if (self === undefined) throw unavailable(`${host} does not say where @${name} is.`);
    return self;
  } catch (error) {
    if (error instanceof NetError) throw unavailable(netWords(host, error));
    throw error;
  }
}
