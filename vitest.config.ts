import { defineConfig } from "vitest/config";

// The project's own tests. What judges submissions are the *.spec.ts files, which grader/run drives.
export default defineConfig({
  test: {
    include: ["{validation,reference,specs,grader,reports,tools}/**/*.test.ts"],
    // For what hangs. A busy machine takes ten times as long as a quiet one, and must fail nothing.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Real processes with real limits: too many at once only wait for each other.
    maxWorkers: 2,
  },
});
