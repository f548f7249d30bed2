import type { NetError } from "#net/errors.ts";

/**
 * What went wrong on the way to another server, for the person who asked for something there: which server, and whether
 * to try again. What the network said of it is for the log.
 */
export function netWords(host: string, { code }: NetError): string {
  switch (code) {
    case "dns":
      return `There is no server called ${host}, or its name cannot be found just now.`;
    case "connect":
    case "timeout":
    case "interrupted":
    case "bad-response":
    case "closed":
      return `${host} does not answer just now. Try again later.`;
    case "scheme-refused":
    case "address-refused":
    case "request-invalid":
      return `${host} is no public address: only servers on the open internet are asked.`;
    case "too-large":
    case "too-many-redirects":
    case "redirect-refused":
    case "not-json":
    case "too-deep":
      return `${host} answers, but not as a server of the fediverse does.`;
  }
}
