import { type ChildProcess, fork } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { PoolOptions, PoolRunnerInitializer, PoolWorker, WorkerRequest } from "vitest/node";
import type { PlanAhead } from "../../specs/kit/ahead.js";
import type { RunPlan } from "../../specs/kit/plan.js";
import { OUTCOME_PIPE, OUTCOME_VARIABLE } from "../../specs/kit/outcome-pipe.js";
import { packageRoot } from "../package/root.js";
import type { JudgeProcess } from "./judge-process.js";
import type { JudgedRun } from "./judged-run.js";

/** What a worker that waits has the time for. */
const AHEAD = pathToFileURL(join(packageRoot(), "dist", "specs", "kit", "ahead.js")).href;

/** A worker that does not end when it is asked to is killed after this time; vitest's own pool waits as long. */
const PATIENCE_MS = 500;

/** What decides whether a worker that was started for one run is fit for another. */
type Start = Pick<PoolOptions, "distPath" | "execArgv" | "env">;

function startOf({ distPath, execArgv, env }: PoolOptions): Start {
  return { distPath, execArgv: [...execArgv], env: { ...env } };
}

/** @param hears whether it hears what comes of the checks; else it judges by itself */
function started({ distPath, execArgv, env }: Start, hears: boolean): ChildProcess {
  return fork(join(distPath, "workers", "forks.js"), [], {
    env: hears ? { ...env, [OUTCOME_VARIABLE]: "1" } : env,
    execArgv,
    stdio: ["pipe", "pipe", "pipe", "ipc", hears ? "pipe" : "ignore"],
    serialization: "advanced",
  });
}

/** Lets a worker hear what comes of the checks, if it was started for that. */
function letHear(child: ChildProcess, run: JudgedRun | null): void {
  const pipe = child.stdio[OUTCOME_PIPE];
  if (!(pipe instanceof Socket)) return;
  pipe.unref();
  // One that has ended has no use for it.
  pipe.on("error", () => undefined);
  if (run === null) pipe.end();
  else run.tell(pipe);
}

/** The worker that waits for the next run. It keeps nobody alive, and dies with whoever started it. */
class SpareWorker {
  /** How the last one was started: the next is wanted like it. */
  #wanted: Start | null = null;
  #waiting: { readonly start: Start; readonly child: ChildProcess } | null = null;
  #isOver = false;
  readonly #judge: JudgeProcess;

  constructor(judge: JudgeProcess) {
    this.#judge = judge;
  }

  ready({ assignment, parts }: PlanAhead): void {
    const start = this.#wanted;
    if (start === null || this.#waiting !== null || this.#isOver) return;
    const env = { ...start.env, GRADECHECK_AHEAD: JSON.stringify({ assignment, parts } satisfies PlanAhead) };
    const child = started({ ...start, env, execArgv: [...start.execArgv, "--import", AHEAD] }, true);
    child.once("error", () => undefined);
    child.unref();
    child.channel?.unref();
    this.#waiting = { start, child };
  }

  /** The one that waits, if it is fit and still there; else a new one. */
  take(start: Start): ChildProcess {
    this.#wanted = start;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null && isDeepStrictEqual(waiting.start, start) && waiting.child.connected) {
      waiting.child.ref();
      waiting.child.channel?.ref();
      return waiting.child;
    }
    waiting?.child.kill();
    return started(start, this.#judge.run !== null);
  }

  end(): void {
    this.#isOver = true;
    this.#waiting?.child.kill();
    this.#waiting = null;
  }
}

/** A worker as vitest's own pool `forks` has it, but for where its process comes from. */
class WarmWorker implements PoolWorker {
  readonly name = "forks";
  readonly cacheFs = true;
  readonly #options: PoolOptions;
  readonly #spare: SpareWorker;
  readonly #judge: JudgeProcess;
  #child: ChildProcess | undefined;

  constructor(options: PoolOptions, spare: SpareWorker, judge: JudgeProcess) {
    this.#options = options;
    this.#spare = spare;
    this.#judge = judge;
  }

  readonly on = (event: string, callback: (argument: unknown) => void): void => {
    this.#child?.on(event, callback);
  };

  readonly off = (event: string, callback: (argument: unknown) => void): void => {
    this.#child?.off(event, callback);
  };

  readonly send = (message: WorkerRequest): void => {
    this.#child?.send(message);
  };

  readonly deserialize = (data: unknown): unknown => data;

  readonly start = (): Promise<void> => {
    this.#child ??= this.#spare.take(startOf(this.#options));
    letHear(this.#child, this.#judge.run);
    const { outputStream, errorStream } = this.#options.project.vitest.logger;
    this.#child.stdout?.pipe(outputStream, { end: false });
    this.#child.stderr?.pipe(errorStream, { end: false });
    return Promise.resolve();
  };

  readonly stop = async (): Promise<void> => {
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.signalCode === null) {
      const patience = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
      child.kill();
      await gone;
      clearTimeout(patience);
    }
    this.#child = undefined;
  };
}

/** A pool of vitest's, and what makes it ready for the next run. */
export interface WarmPool {
  readonly initializer: PoolRunnerInitializer;
  /** Starts the worker of the next run, which will be of the same plan but for the submission. */
  readonly readyNext: (plan: RunPlan) => void;
}

/**
 * A pool of vitest's like its own `forks`. While somebody edits, the worker of the next run has started already, which
 * is most of what one waits for after a save.
 */
export function warmPool(judge: JudgeProcess): WarmPool {
  const spare = new SpareWorker(judge);
  let isHeard = false;
  const initializer: PoolRunnerInitializer = {
    name: "gradecheck",
    createPoolWorker(options) {
      if (!isHeard) options.project.vitest.onClose(() => spare.end());
      isHeard = true;
      return new WarmWorker(options, spare, judge);
    },
  };
  return { initializer, readyNext: (plan) => spare.ready(plan) };
}
