/** What identity needs of whoever fetches for it: the guarded fetcher of `src/net/`, whose timeouts and limits hold. */
export interface Fetching {
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}
