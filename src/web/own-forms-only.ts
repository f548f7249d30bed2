import type { MiddlewareHandler } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { forbidden } from "#domain/refusal.ts";

/**
 * Takes forms from this origin's own pages only, by the Origin and Sec-Fetch-Site headers of browsers, before anything of
 * them is read.
 */
export function ownFormsOnly(origin: string): MiddlewareHandler {
  const check = csrf({ origin });
  return async (c, next) => {
    try {
      // What a page itself throws does not come this way: it is answered further in.
      await check(c, next);
    } catch (error) {
      if (!(error instanceof HTTPException)) throw error;
      throw forbidden(
        `This form was not sent from a page of ${origin}. Open the page there and send it again.`,
      );
    }
  };
}
