import type { SignatureFault } from "./request.ts";

/** What a signature says that it covers, and how it was made (RFC 9421, section 4.1). */
export interface SignatureInput {
  readonly label: string;
  readonly components: readonly string[];
  readonly parameters: {
    readonly keyid: string | undefined;
    readonly alg: string | undefined;
    readonly created: number | undefined;
    readonly expires: number | undefined;
  };
  /** As it was sent, which is what is signed. */
  readonly text: string;
}

// Structured fields (RFC 9651), as far as signatures use them: a label, an inner list of strings, parameters.
const MEMBER =
  /^([a-z*][a-z0-9_.*-]*)=(\(((?: *"[^"\\]*")*) *\)((?:; *[a-z*][a-z0-9_.*-]*=(?:-?\d{1,15}|"[^"\\]*"|[A-Za-z*][A-Za-z0-9:/!#$%&'*+.^_`|~-]*))*))$/u;
const PARAMETER = /; *([a-z*][a-z0-9_.*-]*)=(?:(-?\d+)|"([^"]*)"|([^;]+))/gu;
const SIGNATURE = /^([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]+={0,2}):$/u;

/** Reads a `Signature-Input` header with one signature whose components have no parameters, as the field sends them. */
export function readSignatureInput(header: string): SignatureInput | SignatureFault {
  const [, label, text, list = "", tail = ""] = MEMBER.exec(header.trim()) ?? [];
  if (label === undefined || text === undefined) {
    return {
      fault: "The Signature-Input header must hold one signature, its components without parameters.",
    };
  }
  const components = [...list.matchAll(/"([^"]*)"/gu)].map(([, name = ""]) => name);
  const parameters = new Map<string, string>();
  for (const [, name = "", number, quoted, token] of tail.matchAll(PARAMETER)) {
    if (parameters.has(name)) return { fault: `The signature says twice what its ${name} is.` };
    parameters.set(name, number ?? quoted ?? token ?? "");
  }
  if (new Set(components).size !== components.length) {
    return { fault: "The signature names a component twice." };
  }
  return {
    label,
    components,
    text,
    parameters: {
      keyid: parameters.get("keyid"),
      alg: parameters.get("alg"),
      created: whole(parameters.get("created")),
      expires: whole(parameters.get("expires")),
    },
  };
}

/** The bytes of the one signature in a `Signature` header; undefined where it is another one, or there are several. */
export function readSignatureBytes(header: string, wanted: string): Buffer | undefined {
  const [, label, base64 = ""] = SIGNATURE.exec(header.trim()) ?? [];
  return label === wanted ? Buffer.from(base64, "base64") : undefined;
}

const whole = (text: string | undefined): number | undefined =>
  text === undefined || !/^\d+$/u.test(text) ? undefined : Number(text);
