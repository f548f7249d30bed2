import { defineConfig } from "vitest/config";

/** What takes minutes on purpose: many crashes, fuzzing, times that are compared; one file at a time, for the sake of those. */
export default defineConfig({
  test: {
    include: ["test/long/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    globalSetup: "test/support/global-setup.ts",
    reporters: ["default", "./test/support/summary-reporter.ts"],
    testTimeout: 1_200_000,
    hookTimeout: 60_000,
  },
});
