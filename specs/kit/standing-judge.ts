// A process that judges the runs of a watch one after the other. What it has judged before it judges faster the next time,
// and it makes ready for the next run while somebody edits.
import { beginAhead } from "./begun-ahead.js";
import { boundChecks, type BoundCheck } from "./declared-part.js";
import { readyFirstHost } from "./host-supply.js";
import { closeSubmission } from "./open-submission.js";
import { outcomeOf } from "./outcome-of.js";
import type { PlanFrame } from "./plan.js";
import { readParts } from "./read-parts.js";
import { shownName } from "./register.js";
import type { Judged, ToldRun } from "./told-run.js";

function say(judged: Judged): void {
  process.send?.(judged);
}

/** The checks that vitest will run, in its order. */
function askedIn({ plan, known, parts, pattern }: ToldRun, all: readonly BoundCheck[]): BoundCheck[] {
  const wanted = new RegExp(pattern.source, pattern.flags);
  return parts
    .flatMap((part) => all.filter(({ declared }) => declared.part === part))
    .filter(({ declared }) => !known.includes(declared.id))
    .filter(({ declared }) => `${declared.part} ${shownName(declared, plan)}`.search(wanted) >= 0);
}

/** Judges what it is told of, and makes ready for the next run whenever there is nothing to judge. */
class StandingJudge {
  readonly #plan: PlanFrame;
  readonly #checks: readonly BoundCheck[];
  /** The run that it was told of last. What it does for an earlier one ends with the check that is under way. */
  #current = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(plan: PlanFrame, checks: readonly BoundCheck[]) {
    this.#plan = plan;
    this.#checks = checks;
  }

  hear(told: ToldRun): void {
    const { run } = told;
    this.#current = run;
    const asked = askedIn(told, this.#checks);
    say({ run, checks: asked.map(({ declared }) => declared.id) });
    this.#last = this.#last.then(() => this.#judge(told, asked)).then(() => this.#makeReady(run));
  }

  makeReady(): void {
    this.#last = this.#makeReady(this.#current);
  }

  async #judge({ run, plan }: ToldRun, asked: readonly BoundCheck[]): Promise<void> {
    const [submission] = plan.submissions;
    for (const check of asked) {
      if (run !== this.#current || submission === undefined) return;
      // Whoever asked judges it once more, and tells what is wrong.
      const recorded = await outcomeOf(plan, submission, check).catch(() => null);
      say({ run, check: check.declared.id, recorded });
    }
  }

  async #makeReady(run: number): Promise<void> {
    if (run !== this.#current) return;
    await closeSubmission();
    readyFirstHost(this.#plan);
    // Whatever it is told of meanwhile does not wait for that.
    void beginAhead(this.#plan, this.#checks);
  }
}

const told = process.env["GRADECHECK_AHEAD"];
if (told !== undefined) {
  const plan = JSON.parse(told) as PlanFrame;
  const parts = await readParts(plan);
  const judge = new StandingJudge(
    plan,
    parts.flatMap((part) => boundChecks(part, plan.assignment)),
  );
  judge.makeReady();
  process.on("message", (run: ToldRun) => judge.hear(run));
  // Without whoever started it there is nothing to judge.
  process.on("disconnect", () => process.exit());
}
