import { html } from "hono/html";
import type { Html } from "./html.ts";

/** The field that carries a form's token, where the server wants one. */
export const tokenField = (csrf: string | undefined): Html | "" =>
  csrf === undefined ? "" : html`<input type="hidden" name="csrf" value="${csrf}" />`;
