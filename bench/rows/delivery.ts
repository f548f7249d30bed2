import { openCrowd } from "../support/crowd.ts";
import { deliveryRounds } from "../support/delivery-rounds.ts";
import { startInstitution } from "../support/institution.ts";
import { signInPhysician } from "../support/physician.ts";
import type { Row } from "../support/row.ts";
import { Undo } from "../support/undo.ts";

const SERVERS = 50;
const FOLLOWERS = 1000;
const STOCK_FOLLOWERS = 200;

/**
 * Deliveries of one public case to its author's followers, each with an inbox of its own: from the press on the button to
 * the last arrival. One process of the role `all` finds the inboxes, writes the ledger, signs, posts and keeps the books; the
 * floor signs and posts.
 */
export const delivery: Row = {
  name: "delivery",
  async run(ground) {
    await using undo = new Undo();
    const crowd = undo.add(await openCrowd({ servers: SERVERS, senders: 1 }));
    const ours = undo.add(await startInstitution(ground, { name: "delivery", allowOrigins: crowd.origins }));
    const physician = undo.add(await signInPhysician(ours));
    return [
      await deliveryRounds({
        name: "delivery",
        crowd,
        ours,
        physician,
        followers: FOLLOWERS,
        stockFollowers: STOCK_FOLLOWERS,
      }),
    ];
  },
};
