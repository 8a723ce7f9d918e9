import { rmSync } from "node:fs";
import { onExit } from "signal-exit";
import { startVitest, type TestProject } from "vitest/node";
import { packageRoot } from "../package/root.js";
import type { PlanFrame, RunPlan } from "../../specs/kit/plan.js";
import { OutcomeCollector, type RunListeners } from "./collect-outcomes.js";
import { LateFile } from "./late-file.js";
import { graderConfig } from "./spec-config.js";

/**
 * Runs an assignment's spec files once, for every submission of the plan.
 *
 * @param plan may still be in the making: vitest starts meanwhile
 * @param framing what is known of it earlier, where something is: then vitest's worker starts meanwhile as well
 * @returns what vitest collected; its own output goes nowhere.
 * @throws InfrastructureError when there is no place for what is known later.
 */
export async function runSpecs(
  plan: Promise<RunPlan>,
  listeners: RunListeners,
  framing?: Promise<PlanFrame>,
): Promise<OutcomeCollector> {
  if (framing === undefined) {
    return runVitest(listeners, async (project) => project.provide("gradecheck", await plan));
  }
  const late = new LateFile(plan.then(({ submissions }) => submissions));
  try {
    return await runVitest(listeners, async (project) => {
      project.provide("gradecheck", { ...(await framing), submissions: [] });
      project.provide("gradecheckSubmissions", late.path);
    });
  } finally {
    await late.close();
  }
}

async function runVitest(
  listeners: RunListeners,
  provide: (project: TestProject) => Promise<void>,
): Promise<OutcomeCollector> {
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
            // Vitest takes its own folder away only where nobody ends us.
            onExit(() => rmSync(project.tmpDir, { recursive: true, force: true }));
            await provide(project);
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
