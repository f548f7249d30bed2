import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "federation/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["test/long/**"],
    pool: "forks",
    maxWorkers: 2,
    // Node loads the server as it does for a user, which is also quicker than another tool's transformation.
    experimental: { viteModuleRunner: false },
    globalSetup: "test/support/global-setup.ts",
    reporters: ["default", "./test/support/summary-reporter.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
