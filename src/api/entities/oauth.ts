import { z } from "zod";
import { address, count, id } from "./shapes.ts";

/** https://docs.joinmastodon.org/entities/Application/ */
export const application = z.object({
  id,
  name: z.string(),
  website: address.nullable(),
  scopes: z.array(z.string()),
  redirect_uri: z.string(),
  redirect_uris: z.array(z.string()),
  vapid_key: z.string(),
});

export const credentialApplication = application.extend({
  client_id: z.string(),
  client_secret: z.string(),
  client_secret_expires_at: count,
});

/** https://docs.joinmastodon.org/entities/Token/ */
export const token = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  scope: z.string(),
  created_at: count,
});

export const userinfo = z.object({
  iss: address,
  sub: address,
  name: z.string(),
  preferred_username: z.string(),
  profile: address,
  picture: address,
});

/** RFC 8414. */
export const serverMetadata = z.object({
  issuer: address,
  service_documentation: address,
  authorization_endpoint: address,
  token_endpoint: address,
  app_registration_endpoint: address,
  revocation_endpoint: address,
  userinfo_endpoint: address,
  scopes_supported: z.array(z.string()),
  response_types_supported: z.array(z.string()),
  response_modes_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  token_endpoint_auth_methods_supported: z.array(z.string()),
  code_challenge_methods_supported: z.array(z.string()),
});
