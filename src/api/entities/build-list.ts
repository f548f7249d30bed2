import type { z } from "zod";
import type { ListRow } from "#store/lists.ts";
import type { list } from "./list.ts";

export const buildList = (row: ListRow): z.infer<typeof list> => ({
  id: row.id,
  title: row.title,
  replies_policy: row.repliesPolicy,
  exclusive: row.exclusive,
});
