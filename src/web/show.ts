import type { ContentfulStatusCode } from "hono/utils/http-status";
import { countUnread } from "#store/notifications.ts";
import type { Html } from "#ui/html.ts";
import { page, type PageOptions, type PageViewer } from "#ui/layout.ts";
import type { WebContext, WebServices } from "./services.ts";

/** Answers with a page around `body`, as this reader sees it. */
export async function show(
  services: WebServices,
  c: WebContext,
  options: Omit<PageOptions, "institution" | "viewer">,
  body: Html,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const institution = { name: services.instance.config.institutionName };
  const viewer = await viewerOf(services, c);
  c.header("vary", "Accept, Cookie");
  if (viewer.kind === "member") c.header("cache-control", "private, no-store");
  return c.html(page({ ...options, institution, viewer }, body), status);
}

async function viewerOf({ instance }: WebServices, c: WebContext): Promise<PageViewer> {
  const member = c.get("member");
  if (member === undefined) return { kind: "anonymous" };
  const { persona, roles } = member;
  return {
    kind: "member",
    roles,
    pseudonym: persona?.pseudonym ?? "No pseudonym yet",
    handle: persona?.handle ?? "",
    unread: persona === undefined ? 0 : await countUnread(instance.db, persona.actorId),
  };
}
