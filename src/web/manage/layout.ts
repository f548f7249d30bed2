import { html } from "hono/html";
import { filters } from "#ui/chips.ts";
import type { Html } from "#ui/html.ts";
import { doneBanner } from "../done.ts";
import type { WebContext, WebServices } from "../services.ts";
import { show } from "../show.ts";
import type { ContentfulStatusCode } from "hono/utils/http-status";

const SECTIONS = [
  ["/manage", "Health"],
  ["/manage/peers", "Peers"],
  ["/manage/physicians", "People"],
  ["/manage/reports", "Reports"],
  ["/manage/applications", "Applications"],
  ["/manage/attestations", "Attestations"],
  ["/manage/openings", "Openings"],
  ["/manage/audit", "Audit log"],
] as const;

/** A page for administrators, with the way to the others; for who sees one of them only, without. */
export const showManage = (
  services: WebServices,
  c: WebContext,
  options: {
    readonly title: string;
    readonly section: (typeof SECTIONS)[number][0];
    readonly faulty?: boolean | undefined;
    readonly status?: ContentfulStatusCode | undefined;
  },
  body: Html,
): Promise<Response> => {
  const roles = c.get("member")?.roles ?? [];
  const isRegistrar = roles.includes("registrar");
  return show(
    services,
    c,
    { title: options.title, current: "manage", faulty: options.faulty },
    html`<div class="stack wide">
      ${doneBanner(c)}
      <header class="row apart">
        <h1>${options.title}</h1>
        ${
          roles.includes("administrator")
            ? filters(
                "Administration",
                SECTIONS.filter(([url]) => url !== "/manage/applications" || isRegistrar).map(
                  ([url, words]) => ({ words, url, chosen: url === options.section }),
                ),
              )
            : ""
        }
      </header>
      ${body}
    </div>`,
    options.status,
  );
};
