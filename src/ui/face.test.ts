import { expect, test } from "vitest";
import { face } from "./face.ts";

const draw = async (handle: string): Promise<string> => String(await face(handle));

test("a handle has one face everywhere, and others have others", async () => {
  expect(await draw("quiet-heron@northfield.example")).toBe(await draw("quiet-heron@northfield.example"));
  const faces = await Promise.all(
    Array.from({ length: 100 }, (_, index) => draw(`p${index}@northfield.example`)),
  );
  expect(new Set(faces).size).toBeGreaterThan(90);
});

test("no handle can put anything of its own into the drawing", async () => {
  const drawn = await draw('"><script>alert(1)</script>');
  expect(drawn).not.toContain("script");
  expect(drawn).not.toContain("style=");
});
