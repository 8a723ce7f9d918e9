import { startVitest } from "vitest/node";
import { packageRoot } from "../package/root.js";
import type { RunPlan } from "../../specs/kit/plan.js";
import { OutcomeCollector, type RunListeners } from "./collect-outcomes.js";
import { graderConfig } from "./spec-config.js";

/**
 * Runs an assignment's spec files once, for every submission of the plan.
 *
 * @param plan may still be in the making: vitest starts meanwhile
 * @returns what vitest collected; its own output goes nowhere.
 */
export async function runSpecs(plan: Promise<RunPlan>, listeners: RunListeners): Promise<OutcomeCollector> {
  const collector = new OutcomeCollector(listeners);
  const exitCode = process.exitCode;
  const vitest = await startVitest(
    "test",
    [],
    {
      ...graderConfig(),
      root: packageRoot(),
      config: false,
      watch: false,
      reporters: [collector],
    },
    {
      logLevel: "silent",
      plugins: [
        {
          name: "gradecheck:plan",
          async configureVitest({ project }) {
            project.provide("gradecheck", await plan);
          },
        },
      ],
    },
  );
  await vitest.close();
  // A check that a submission does not pass is no failure of this process.
  process.exitCode = exitCode;
  return collector;
}
