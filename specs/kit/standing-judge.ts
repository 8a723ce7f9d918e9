// A process that judges the runs of a watch one after the other. What it has judged before it judges faster the next time,
// and it makes ready for the next run while somebody edits.
import { giveWay } from "../../grader/package/give-way.js";
import { beginAhead } from "./begun-ahead.js";
import { boundChecks, type BoundCheck } from "./declared-part.js";
import { returnHost } from "./host-supply.js";
import { closeSubmission } from "./open-submission.js";
import { outcomeOf } from "./outcome-of.js";
import type { RunPlan } from "./plan.js";
import { practise } from "./practice.js";
import { readParts } from "./read-parts.js";
import { shownName } from "./register.js";
import type { Judged, ToldRun } from "./told-run.js";

/** What of the plan of the next run is known. */
export type PlanAhead = Omit<RunPlan, "submissions" | "known">;

function say(judged: Judged): void {
  process.send?.(judged);
}

function isNamed(name: string, pattern: RegExp | undefined): boolean {
  return pattern === undefined || name.search(pattern) >= 0;
}

/** The checks that vitest will run, in its order. */
function checksOf({ plan, parts, pattern }: ToldRun, all: readonly BoundCheck[]): BoundCheck[] {
  return parts
    .flatMap((part) => all.filter(({ declared }) => declared.part === part))
    .filter(({ declared }) => !(declared.id in (plan.known ?? {})))
    .filter(({ declared }) => isNamed(`${declared.part} ${shownName(declared, plan)}`, pattern));
}

/** Judges what it is told of, and makes ready for the next run whenever there is nothing to judge. */
class StandingJudge {
  readonly #plan: PlanAhead;
  readonly #checks: readonly BoundCheck[];
  /** Counts what it was told of; whatever it does for an earlier run ends with the check that is under way. */
  #told = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(plan: PlanAhead, checks: readonly BoundCheck[]) {
    this.#plan = plan;
    this.#checks = checks;
  }

  hear(run: ToldRun): void {
    const turn = ++this.#told;
    const asked = checksOf(run, this.#checks);
    say({ checks: asked.map(({ declared }) => declared.id) });
    this.#last = this.#last.then(() => this.#judge(run, asked, turn)).then(() => this.#makeReady(turn));
  }

  makeReady(): void {
    this.#last = this.#makeReady(this.#told);
  }

  async #judge({ plan }: ToldRun, asked: readonly BoundCheck[], turn: number): Promise<void> {
    const [submission] = plan.submissions;
    for (const check of asked) {
      if (turn !== this.#told || submission === undefined) return;
      const { id } = check.declared;
      // Whoever wanted it judges it once more, and tells what is wrong.
      const recorded = await outcomeOf(plan, submission, check).catch(() => null);
      if (turn === this.#told) say({ check: id, recorded });
    }
  }

  async #makeReady(turn: number): Promise<void> {
    const isOver = (): boolean => turn !== this.#told;
    if (isOver()) return;
    await closeSubmission();
    const host = await practise(this.#plan, isOver);
    if (host !== null) returnHost(this.#plan, host);
    if (!isOver()) await beginAhead(this.#plan, this.#checks);
  }
}

const told = process.env["GRADECHECK_AHEAD"];
if (told !== undefined) {
  giveWay(process.pid);
  const plan = JSON.parse(told) as PlanAhead;
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
