import { z } from "zod";
import type { Route } from "./route.ts";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the table: https://spec.openapis.org/oas/v3.1.1.html. */
export function openApiDocument(
  routes: readonly Route[],
  about: { readonly origin: string; readonly institution: string; readonly version: string },
): Json {
  const paths: Record<string, Json> = {};
  for (const entry of routes) {
    const path = entry.path.replaceAll(/:(\w+)/gu, "{$1}");
    paths[path] = { ...paths[path], [entry.method.toLowerCase()]: operation(entry) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: `${about.institution}: Consilium`,
      version: about.version,
      description:
        "Mastodon's client API, where cases, opinions and comments are statuses with an extra member `consilium`. " +
        "Peer discussion; the treating clinician decides; not for emergencies.",
    },
    servers: [{ url: about.origin }],
    paths,
    components: {
      schemas: {
        Error: {
          type: "object",
          properties: { error: { type: "string" }, error_description: { type: "string" } },
          required: ["error"],
        },
      },
      securitySchemes: {
        oauth: {
          type: "oauth2",
          flows: {
            authorizationCode: {
              authorizationUrl: `${about.origin}/oauth/authorize`,
              tokenUrl: `${about.origin}/oauth/token`,
              scopes: Object.fromEntries(
                [...new Set(routes.flatMap(({ scopes }) => scopes))].sort().map((scope) => [scope, scope]),
              ),
            },
          },
        },
      },
    },
  };
}

function operation(entry: Route): Json {
  const names = [...entry.path.matchAll(/:(\w+)/gu)].map(([, name]) => name ?? "");
  const input = schemaOf(entry.input, "input");
  const properties = asObject(input["properties"]);
  const hasInput = Object.keys(properties).length > 0;
  const inBody = entry.method !== "GET" && hasInput;
  const required = Array.isArray(input["required"]) ? input["required"] : [];
  return {
    summary: entry.summary,
    operationId: `${entry.method.toLowerCase()} ${entry.path}`,
    parameters: [
      ...names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
      ...(inBody
        ? []
        : Object.entries(properties).map(([name, schema]) => ({
            name,
            in: "query",
            required: required.includes(name),
            schema,
          }))),
    ],
    ...(inBody && {
      requestBody: {
        content: Object.fromEntries(
          ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"].map((type) => [
            type,
            { schema: input },
          ]),
        ),
      },
    }),
    security: security(entry),
    responses: {
      "200": {
        description: entry.summary,
        headers: entry.paged
          ? { Link: { description: "rel=next and rel=prev", schema: { type: "string" } } }
          : {},
        content: { "application/json": { schema: schemaOf(entry.entity, "output") } },
      },
      default: {
        description: "What is wrong, in words",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    },
  };
}

/** One requirement for each scope that suffices (OpenAPI: any of the list). */
function security({ access, scopes }: Route): Json[] {
  const needed = scopes.length === 0 ? [[]] : scopes.map((scope) => [scope]);
  const anyOf = needed.map((list): Json => ({ oauth: list }));
  return access === "anyone" ? [{}, ...anyOf] : anyOf;
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  // What JSON cannot say (a file, a value that is read in several ways) is left open.
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" });
  return json;
}

const asObject = (value: unknown): Json => (typeof value === "object" && value !== null ? { ...value } : {});
