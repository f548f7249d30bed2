/** Where the drawing is that stands for an actor: made from the handle alone, here or elsewhere. */
export const avatarOf = (origin: string, handle: string): string =>
  `${origin}/avatars/${encodeURIComponent(handle)}.png`;
/** The plain band above a profile. */
export const headerOf = (origin: string): string => `${origin}/header.png`;
