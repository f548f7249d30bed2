/** Who gets something from a route; to everybody else there is nothing there, or they are asked to sign in. */
export type WhoMay =
  | "anybody"
  | "whoever may see it" // what is restricted looks like what is absent to others
  | "members"
  | "physicians"
  | "its author" // and nobody else, whatever their role
  | "its author, administrators"
  | "administrators"
  | "registrars"
  | "custodians"
  | "other servers" // with a signature, or a proof, that holds
  | "clients" // with a token, where their entry in the API's table asks for one
  | "whoever has its link"; // which holds a secret

/** By the first rule that fits. */
const RULES: readonly (readonly [method: RegExp, path: RegExp, who: WhoMay])[] = [
  [/^(?:POST|ALL)$/u, /^(?:\/actors\/:handle)?\/inbox$/u, "other servers"],
  [/^OPTIONS$/u, /./u, "anybody"],
  [/./u, /^\/manage\/applications(?:\/|$)/u, "registrars"],
  [/./u, /^\/manage\/openings\/:id\//u, "custodians"],
  [/./u, /^\/manage(?:\/|$)/u, "administrators"],
  [/./u, /^\/ask\/:draft(?:\/|$)/u, "its author"],
  [/^POST$/u, /^\/cases\/:id\/withdraw$/u, "its author, administrators"],
  [/^POST$/u, /^\/cases\/:id\/unlist$/u, "administrators"],
  [/^POST$/u, /^\/posts\/:id\/remove$/u, "its author"],
  [/^POST$/u, /^\/cases\/:id\/look$/u, "members"],
  [/^POST$/u, /^\/(?:cases|posts)\/:id\/[a-z]+$/u, "physicians"],
  [/./u, /^\/(?:cases|opinions|comments|posts|media)\/:[a-z]+(?:\/|$)/u, "whoever may see it"],
  [/./u, /^\/(?:ask|terms|write|posts|check-texts|follow|unfollow|events)$/u, "physicians"],
  [/./u, /^\/(?:follow|unfollow)-specialty$/u, "physicians"],
  [/./u, /^\/(?:you(?:\/.+)?|welcome|notifications(?:\/read)?)$/u, "members"],
  [/./u, /^\/(?:uploads\/:upload|apply\/:token|invitation\/:token)/u, "whoever has its link"],
  [/./u, /^\/(?:api|oauth)\//u, "clients"],
  [
    /^GET$/u,
    /^\/(?:$|:address|api$|apply$|avatars\/|header\.png|status-lists\/|actors\/|@|streams|tags\/|search|about|sign-in|assets|\.well-known\/|nodeinfo\/|healthz|readyz)/u,
    "anybody",
  ],
  [/./u, /^\/(?:apply|\.well-known\/nodeinfo|sign-in(?:\/password)?|sign-out)$/u, "anybody"],
];

/**
 * Says who may use a route. What each answers to others is tested by asking: see test/federation/sweep.test.ts.
 *
 * @throws Error for a route that no rule is about: whoever adds one decides
 */
export function whoMay(method: string, path: string): WhoMay {
  const rule = RULES.find(([methods, paths]) => methods.test(method) && paths.test(path));
  if (rule === undefined) throw new Error(`Say in src/who-may.ts who may ${method} ${path}.`);
  return rule[2];
}
