import { type Crowd, openCrowd } from "../support/crowd.ts";
import { deliveryRounds, inboxesOf } from "../support/delivery-rounds.ts";
import { addFollowers, removeFollowers } from "../support/follows.ts";
import { type Institution, startInstitution } from "../support/institution.ts";
import { type BenchPhysician, signInPhysician } from "../support/physician.ts";
import { peakMb, residentMb } from "../support/process-facts.ts";
import type { Row } from "../support/row.ts";
import { Undo } from "../support/undo.ts";
import { waitForArrivals } from "../support/wait.ts";

const SERVERS = 50;
const FOLLOWERS = 10_000;
const STOCK_FOLLOWERS = 200;
const SHARING = 100_000;
const SHARED_INBOXES = 500;

/** One case to 10,000 followers on as many inboxes; then, once, to 100,000 on 500 shared ones. */
export const fanout: Row = {
  name: "fanout",
  async run(ground) {
    await using undo = new Undo();
    const crowd = undo.add(await openCrowd({ servers: SERVERS, senders: 1 }));
    const ours = undo.add(await startInstitution(ground, { name: "fanout", allowOrigins: crowd.origins }));
    const physician = undo.add(await signInPhysician(ours));
    const plan = { name: "fanout", followers: FOLLOWERS, stockFollowers: STOCK_FOLLOWERS };
    const result = await deliveryRounds({ ...plan, crowd, ours, physician });
    const shared = await toSharedInboxes(crowd, ours, physician);
    return [{ ...result, details: { ...result.details, ...shared } }];
  },
};

async function toSharedInboxes(
  crowd: Crowd,
  ours: Institution,
  physician: BenchPhysician,
): Promise<Record<string, number>> {
  await removeFollowers(ours.databaseUrl);
  // Their servers are others than those of the followers before.
  const inboxes = inboxesOf(crowd, SHARING).map((inbox) => inbox.replace("/users/", "/members/"));
  const shared = inboxes.map(
    (inbox, index) => new URL(`/shared/${index % SHARED_INBOXES}/inbox`, inbox).href,
  );
  await addFollowers(ours.databaseUrl, physician.handle, inboxes, shared);
  const press = await physician.draftCase("Annular plaque, seen by many");
  await crowd.forget();
  const before = await residentMb(ours.pid);
  const highest = await peakMb(ours.pid, async () => {
    await press();
    await waitForArrivals(crowd, SHARED_INBOXES);
  });
  const { count } = await crowd.arrivals();
  return { "to 100,000 on 500 shared inboxes": count, "MB more": Math.max(0, highest - before) };
}
