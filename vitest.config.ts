import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "federation/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["test/long/**"],
    pool: "forks",
    maxWorkers: 2,
    globalSetup: "test/support/global-setup.ts",
    reporters: ["default", "./test/support/summary-reporter.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
