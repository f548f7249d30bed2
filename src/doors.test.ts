import { expect, test } from "vitest";
import { openDoors } from "./doors.ts";

test("a server that sends without end is told when to come back, and the others are let in", () => {
  const doors = openDoors();
  let letIn = 0;
  let refused: Response | undefined;
  while (refused === undefined && letIn < 50_000) {
    refused = doors.peer("flood.example");
    letIn++;
  }
  expect(letIn).toBeGreaterThan(10_000);
  expect(refused?.status).toBe(429);
  expect(refused?.headers.get("retry-after")).toBe("1");
  expect(doors.peer("quiet.example")).toBeUndefined();
});

test("this machine itself is not counted", () => {
  const doors = openDoors();
  for (let nth = 0; nth < 5000; nth++) {
    expect(doors.knock(undefined, "/inbox")).toBeUndefined();
    doors.left(undefined, "/inbox", 401);
  }
});
