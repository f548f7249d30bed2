/** A public key as a JSON Web Key (RFC 7517): RSA (`n`, `e`) or OKP (`crv`, `x`). */
export interface PublicJwk {
  readonly kty: string;
  readonly n?: string;
  readonly e?: string;
  readonly crv?: string;
  readonly x?: string;
}
