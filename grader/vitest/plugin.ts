/**
 * The vitest plugin of students' repositories: `npm test` runs the same checks as grading does.
 *
 * @module
 */
import type { Plugin, ViteUserConfig } from "vitest/config";
import { chooseSandbox } from "../host/index.js";
import { makePlan, type PreparedPlan } from "../run/run-plan.js";
import { specConfig } from "../run/spec-config.js";
import { findSubmission } from "../submission/find-submission.js";
import { resolveOptions, type GradecheckOptions } from "./options.js";
import { scoreReporter } from "./score-reporter.js";

export type { GradecheckOptions } from "./options.js";

/**
 * A vitest plugin that runs the checks of the repository's assignment and prints the score table at the end. Watch
 * mode, `-t`, reporters and the UI work as ever; a change of any source runs all checks again.
 *
 * @throws UsageError when it cannot be told which assignment this is.
 */
export function gradecheck(given: GradecheckOptions = {}): Plugin {
  const options = resolveOptions(given, process.env);
  const submission = findSubmission(process.cwd(), options.assignment);
  const { manifest } = submission;
  return {
    name: "gradecheck",
    config: () => ({
      test: {
        ...specConfig(manifest),
        forceRerunTriggers: ["**/*.ts", "**/package.json"],
      },
    }),
    // oxlint-disable-next-line typescript/no-misused-promises -- vitest awaits it, whatever its type says
    async configureVitest({ vitest, project }) {
      const sandbox = await chooseSandbox(options.sandbox);
      let prepared: PreparedPlan;
      const prepareAgain = async (): Promise<void> => {
        const { seed, inspect } = options;
        prepared = await makePlan({
          manifest,
          submissions: [submission],
          seed,
          sandbox: sandbox.kind,
          inspect,
        });
        project.provide("gradecheck", prepared.plan);
      };
      await prepareAgain();
      vitest.onTestsRerun(prepareAgain);
      const source = { manifest, submission, prepared: () => prepared, language: options.lang };
      vitest.config.reporters.push(scoreReporter(source));
    },
  };
}

/** The whole `vitest.config.ts` of a student's repository. */
const config: ViteUserConfig = {
  // Made when vitest asks for it, so that importing this file does nothing.
  get plugins() {
    return [gradecheck()];
  },
};

export default config;
