import { startVitest } from "vitest/node";
import type { Manifest } from "../assignment/manifest.js";
import { packageRoot } from "../package/root.js";
import { OutcomeCollector } from "./collect-outcomes.js";
import { specConfig } from "./spec-config.js";
import type { RunPlan } from "../../specs/kit/plan.js";

/** How to run the specs of an assignment. */
export interface SpecRun {
  readonly manifest: Manifest;
  /** May still be in the making: vitest starts meanwhile. */
  readonly plan: Promise<RunPlan>;
  /** How many spec files may run at the same time. */
  readonly workers: number;
  /** A part of the name of the checks to run; all where left out. */
  readonly only?: string;
  /** Told how many checks are done. */
  readonly onCheck?: (done: number) => void;
}

/** A regular expression that finds the text itself, whatever characters are in it. */
function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/**
 * Runs an assignment's spec files once, for every submission of the plan.
 *
 * @returns what vitest collected; its own output goes nowhere.
 */
export async function runSpecs(run: SpecRun): Promise<OutcomeCollector> {
  const collector = new OutcomeCollector(undefined, run.onCheck);
  const exitCode = process.exitCode;
  const vitest = await startVitest(
    "test",
    [],
    {
      ...specConfig(run.manifest, run.workers),
      root: packageRoot(),
      config: false,
      watch: false,
      reporters: [collector],
      ...(run.only === undefined ? {} : { testNamePattern: literalPattern(run.only) }),
    },
    {
      logLevel: "silent",
      plugins: [
        {
          name: "gradecheck:plan",
          async configureVitest({ project }) {
            project.provide("gradecheck", await run.plan);
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
