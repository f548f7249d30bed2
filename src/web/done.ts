import { banner } from "#ui/banner.ts";
import type { Html } from "#ui/html.ts";
import type { WebContext } from "./services.ts";

/** What a page says at its top after something was done; the address carries the name only, never words. */
const DONE = {
  welcome: "Your pseudonym is ready. Colleagues see nothing else of you.",
  pseudonym: "Your new pseudonym is ready. Choose it where you want to use it.",
  acting: "You act under this pseudonym for the rest of this session.",
  followed: "You follow them now. Their new cases come to your home page.",
  requested: "Your request to follow is on its way. Their server has to accept it.",
  unfollowed: "You no longer follow them.",
  posted: "Posted.",
  removed: "The post is removed here, and the servers that have it are asked to delete it.",
  withdrawn: "The case is withdrawn here, and everybody who has it is asked to delete it.",
  "all-read": "All notifications are marked as read.",
  "app-revoked": "The app can no longer act for you.",
  trust: "The trust in this peer was changed.",
  retried: "The work that had failed is being tried again.",
  suspended: "The account is suspended and signed out everywhere.",
  revoked: "The attestation is revoked. Other institutions learn of it within a quarter of an hour.",
  "opening-requested": "The custodians see your request now. Nothing is opened yet.",
  "opening-approved": "Your approval is on record.",
  "application-approved": "They are verified: their own link leads to an account now.",
  "application-refused": "They are refused, and read why at their own link.",
  restored: "This institution vouches for the persona again.",
  reinstated: "The account can be used again.",
  administrator: "You are an administrator of this institution now.",
} as const;

export type DoneName = keyof typeof DONE;

/** The address of a page that says what was done. */
export function doneAt(path: string, name: DoneName): string {
  const [before = "/", fragment] = path.split("#");
  const [pathname = "/", search] = before.split("?");
  const query = new URLSearchParams(search);
  query.set("done", name);
  return `${pathname}?${query.toString()}${fragment === undefined ? "" : `#${fragment}`}`;
}

/** The banner that the address asks for, if any. */
export function doneBanner(c: WebContext): Html | "" {
  const name = c.req.query("done");
  const words = Object.entries(DONE).find(([known]) => known === name)?.[1];
  return words === undefined ? "" : banner("done", words);
}
