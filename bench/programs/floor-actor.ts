// The least that a document can be served with: a route that answers with text that is there.
import { Hono } from "hono";
import { z } from "zod";
import { answerCalls } from "../support/calls.ts";
import { serve } from "../support/serve.ts";

const open = z.object({ text: z.string() });

answerCalls({
  open(argument) {
    const { text } = open.parse(argument);
    const app = new Hono();
    app.get("/actors/:handle", (c) => {
      c.header("content-type", "application/activity+json; charset=utf-8");
      return c.body(text);
    });
    return serve(app.fetch);
  },
});
