import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "federation/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["test/long/**"],
    pool: "forks",
    maxWorkers: 2,
    // The whole server is loaded by most files, which takes longer than many of them run: once a worker is enough. Node
    // loads it as it does for a user, without another tool's transformation.
    isolate: false,
    experimental: { viteModuleRunner: false },
    globalSetup: "test/support/global-setup.ts",
    reporters: ["default", "./test/support/summary-reporter.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
