import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { PlanFrame } from "../../specs/kit/plan.js";
import type { Judged, ToldRun } from "../../specs/kit/told-run.js";
import { packageRoot } from "../package/root.js";
import { JudgedRun } from "./judged-run.js";

/**
 * The process that judges the runs of a watch. It stays from one run to the next, for what it has judged before it judges
 * faster, and vitest's own worker hears from it what comes of each check. It keeps nobody alive, and dies with whoever
 * started it.
 */
export class JudgeProcess {
  #child: ChildProcess | null = null;
  #run: JudgedRun | null = null;
  #runs = 0;

  /** Starts it, where it is not there. */
  ready(plan: PlanFrame): void {
    if (this.#child !== null) return;
    const entry = join(packageRoot(), "dist", "specs", "kit", "standing-judge.js");
    const child = fork(entry, [], {
      env: { ...process.env, GRADECHECK_AHEAD: JSON.stringify(plan) },
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child = child;
    const end = (): void => {
      if (this.#child !== child) return;
      this.#child = null;
      this.#run?.end();
    };
    child.on("message", (judged: Judged) => {
      // It may still speak of the one before.
      if (judged.run === this.#runs) this.#run?.say(judged);
    });
    child.once("exit", end);
    child.once("error", end);
    child.unref();
    child.channel?.unref();
  }

  /** Tells it of the run that begins, if it is there. */
  tell({ plan, ...more }: Omit<ToldRun, "run" | "known">): void {
    this.#run?.end();
    this.#run = null;
    this.#runs++;
    if (this.#child?.connected !== true) return;
    this.#run = new JudgedRun();
    // What is known may be much, pictures too.
    const { known = {} } = plan;
    const told: ToldRun = {
      run: this.#runs,
      ...more,
      plan: { ...plan, known: {} },
      known: Object.keys(known),
    };
    this.#child.send(told, () => undefined);
  }

  /** What it says of the run that was told last; null where nobody was there to be told. */
  get run(): JudgedRun | null {
    return this.#run;
  }

  end(): void {
    this.#child?.kill();
    this.#child = null;
    this.#run?.end();
  }
}
