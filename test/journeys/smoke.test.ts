import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";
let northfield: TestInstance;
beforeAll(async () => {
  northfield = await startTestInstance({ name: "northfield" });
});
afterAll(() => northfield.stop());
test("signs in", async () => {
  const { physician } = await northfield.signIn();
  expect(physician.persona.pseudonym).toMatch(/^Heron/);
});
