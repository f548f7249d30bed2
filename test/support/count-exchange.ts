import { z } from "zod";
import { unescapeHtml } from "#demo/html-forms.ts";
import { expectStatus, type Guest, type HouseAddress, look, shownConsensus } from "#demo/house.ts";

/** A case as the pages of one institution show it. */
export interface ShownCase {
  readonly mark: string;
  /** Its page. */
  readonly url: string;
  /** Marks of the opinions and of the comments, in the order of the page, as often as they stand there. */
  readonly opinions: readonly string[];
  readonly comments: readonly string[];
  /** Bytes of its pictures and their thumbnails, as often as they can be had. */
  readonly pictures: number;
  /** As the page pools its opinions. */
  readonly consensus: string;
}

const MARK = /zq[0-9a-z]+mark/gu;
const marksIn = (text: string): string[] => text.match(MARK) ?? [];

/** Reads everything that an institution shows of an exchange, from its list of cases and each of their pages. */
export async function readHouse(house: HouseAddress, reader: Guest): Promise<ShownCase[]> {
  const cases: ShownCase[] = [];
  for (const url of await listCases(house, reader)) cases.push(await readCase(reader, url));
  return cases;
}

/** The addresses of all cases of the stream, through all pages of the list, as often as they stand there. */
async function listCases(house: HouseAddress, { client }: Guest): Promise<string[]> {
  const urls: string[] = [];
  let next: string | undefined = `${house.origin}/streams/dermatology`;
  while (next !== undefined) {
    const { text } = expectStatus(await client.get(next), 200);
    const links = text.matchAll(/<h2\b[^>]*><a\b[^>]*href="(\/cases\/[0-9a-f-]{36})"/gu);
    urls.push(...[...links].map(([, path]) => `${house.origin}${path}`));
    const older = /<a\b[^>]*rel="next"[^>]*href="([^"]+)"/u.exec(text)?.[1];
    next = older === undefined ? undefined : new URL(unescapeHtml(older), house.origin).href;
  }
  return urls;
}

async function readCase(reader: Guest, url: string): Promise<ShownCase> {
  await look(reader, url);
  const { text } = expectStatus(await reader.client.get(url), 200);
  const heading = /<h1\b[^>]*>(.*?)<\/h1>/su.exec(text)?.[1] ?? "";
  const replies = [
    ...text.matchAll(/<article\s+class="opinion"\s+id="(opinion|comment)-[^"]*"(.*?)<\/article>/gsu),
  ];
  const marksOf = (kind: string): string[] =>
    replies.flatMap(([, found, body = ""]) => (found === kind ? marksIn(body) : []));
  const block = /<script type="application\/json" id="consensus">(.*?)<\/script>/su.exec(text)?.[1] ?? "";
  return {
    mark: marksIn(heading)[0] ?? heading,
    url,
    opinions: marksOf("opinion"),
    comments: marksOf("comment"),
    pictures: await countPictures(reader, text, url),
    consensus: JSON.stringify(shownConsensus.parse(JSON.parse(block))),
  };
}

async function countPictures(reader: Guest, page: string, url: string): Promise<number> {
  const paths = new Set([...page.matchAll(/"(\/media\/[0-9a-f-]{36})"/gu)].map(([, path]) => path ?? ""));
  let count = 0;
  for (const path of [...paths].flatMap((one) => [one, `${one}/thumbnail`])) {
    const { status, bytes } = await reader.client.bytes(new URL(path, url));
    if (status === 200 && bytes.length > 0) count += 1;
  }
  return count;
}

const ACTIVITY = { accept: "application/activity+json" };
const noteShape = z.object({ id: z.string(), attributedTo: z.string(), replies: z.string() });
const repliesShape = z.object({ totalItems: z.number(), orderedItems: z.array(z.string()) });

/** A public case as its home shows it to other servers. */
export interface FederatedCase {
  readonly mark: string;
  readonly author: string;
  /** Addresses of everything that answers it. */
  readonly replies: readonly string[];
}

/** Reads a case's document as any server may; undefined where it is not public. */
export async function readDocument(
  visitor: Guest["client"],
  url: string,
): Promise<FederatedCase | undefined> {
  const page = await visitor.get(url, ACTIVITY);
  if (page.status === 404) return undefined;
  const note = noteShape.parse(JSON.parse(expectStatus(page, 200).text));
  const replies = expectStatus(await visitor.get(note.replies, ACTIVITY), 200);
  const { orderedItems, totalItems } = repliesShape.parse(JSON.parse(replies.text));
  if (totalItems !== orderedItems.length) throw new Error(`${note.replies} counts otherwise than it lists`);
  return { mark: marksIn(page.text)[0] ?? "", author: note.attributedTo, replies: orderedItems };
}

const pageShape = z.object({
  orderedItems: z.array(z.object({ id: z.string() })),
  next: z.string().optional(),
});

/** The ids of all activities in an actor's outbox, as often as they stand there. */
export async function readOutbox(visitor: Guest["client"], actor: string): Promise<string[]> {
  const ids: string[] = [];
  let next: string | undefined = `${actor}/outbox?cursor=`;
  while (next !== undefined) {
    const page = expectStatus(await visitor.get(next, ACTIVITY), 200);
    const read: z.output<typeof pageShape> = pageShape.parse(JSON.parse(page.text));
    ids.push(...read.orderedItems.map(({ id }) => id));
    next = read.next;
  }
  return ids;
}
