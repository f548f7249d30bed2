import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** A file or a suite that broke outside its tests; a failed test alone does not count again. */
const brokenOutsideTests = (module: TestModule): number => {
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
  return suites.length + (module.errors().length > 0 ? 1 : 0);
};

/**
 * Ends a run with the plain line `N passed, N failed, N skipped`, for scripts that add runs up. Whatever broke outside
 * a test (an import, a hook, a rejection that nobody handled) counts as failed, so that a crash never reads as success.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const passed = states.filter((state) => state === "passed").length;
    const skipped = states.filter((state) => state === "skipped").length;
    // A test that never ran to its end ("pending") did not pass either.
    const failed =
      states.length -
      passed -
      skipped +
      modules.reduce((sum, module) => sum + brokenOutsideTests(module), 0) +
      unhandledErrors.length;
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  }
}
