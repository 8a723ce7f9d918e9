import { defineConfig } from "vitest/config";

// The project's own tests. What judges submissions are the *.spec.ts files, which grader/run drives.
export default defineConfig({
  test: {
    include: ["{reference,specs,grader,reports,tools}/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real processes with real limits: too many at once only wait for each other.
    maxWorkers: 2,
  },
});
