import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";
import type { CheckMeta } from "../../specs/kit/recorded.js";

/** One check of one submission as vitest left it. */
export interface CollectedCheck {
  readonly meta: CheckMeta;
  /** False where a name filter left it out. */
  readonly ran: boolean;
  /** What went wrong in the grader itself while the check ran. */
  readonly errors: readonly string[];
}

function* testsOf(modules: readonly TestModule[]): Generator<TestCase> {
  for (const module of modules) yield* module.children.allTests();
}

/** What went wrong while spec files were collected or hooks ran: faults of ours. */
function faultsOf(modules: readonly TestModule[]): string[] {
  return modules.flatMap((module) => [
    ...module.errors().map((error) => `${module.relativeModuleId}: ${error.stack ?? error.message}`),
    ...[...module.children.allSuites()].flatMap((suite) => suite.errors().map((error) => error.message)),
  ]);
}

function collected(test: TestCase): CollectedCheck[] {
  const meta = test.meta().gradecheck;
  if (meta === undefined) return [];
  const errors = meta.recorded === undefined ? (test.result().errors ?? []) : [];
  const ran = test.result().state !== "skipped";
  return [{ meta, ran, errors: errors.map((error) => error.stack ?? error.message) }];
}

/** Who is told how a run goes on. */
export interface RunListeners {
  /** How many checks are done. */
  readonly onCheck?: (done: number) => void;
  /** All checks of one submission, as soon as they are done, where specs are run for graders. */
  readonly onSubmission?: (checks: readonly CollectedCheck[]) => void;
  readonly onEnd?: (collector: OutcomeCollector) => void | Promise<void>;
}

/** Gathers the outcomes of a vitest run from the `meta` of its tests. */
export class OutcomeCollector implements Reporter {
  checks: CollectedCheck[] = [];
  /** Faults of ours that belong to no single check. */
  faults: string[] = [];
  readonly #listeners: RunListeners;
  #done = 0;

  constructor(listeners: RunListeners = {}) {
    this.#listeners = listeners;
  }

  onTestRunStart(): void {
    this.#done = 0;
  }

  onTestCaseResult(): void {
    this.#done++;
    this.#listeners.onCheck?.(this.#done);
  }

  onTestSuiteResult(suite: TestSuite): void {
    if (suite.parent.type === "module") {
      this.#listeners.onSubmission?.([...suite.children.allTests()].flatMap(collected));
    }
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly { message: string; stack?: string }[],
  ): Promise<void> {
    this.faults = [...faultsOf(modules), ...unhandled.map((error) => error.stack ?? error.message)];
    this.checks = [...testsOf(modules)].flatMap(collected);
    await this.#listeners.onEnd?.(this);
  }
}
