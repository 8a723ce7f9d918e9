import type { Code, Host, HostFault } from "../../grader/host/index.js";
import type { StepAnswer } from "../../grader/host/wire/message.js";
import { withInlineMap } from "../../grader/prepare/inline-map.js";
import { mapStack } from "../../grader/prepare/stack.js";
import type { StackLine } from "../../grader/result/index.js";
import { Answers } from "./answers.js";
import { CheckFailure } from "./failure.js";
import { takeHost } from "./host-supply.js";
import { LoadFaults } from "./load-faults.js";
import type { PlannedSubmission, RunPlan } from "./plan.js";
import type { Script } from "./script.js";

/** A submission that is ready to be judged. */
export type ReadySubmission = Extract<PlannedSubmission, { ready: true }>;

/**
 * One submission in its locked room. Every check gets the module loaded afresh, and another host where the globals were
 * changed or the host died, so what one check did to the state of a module or a process cannot be seen by another.
 */
export class HostedSubmission {
  readonly #plan: RunPlan;
  readonly #submission: ReadySubmission;
  #host: Host | null = null;
  #untouched = true;
  #telling = false;
  readonly #loadFaults = new LoadFaults();
  /** How many modules its host was given, by turns before this one, too. */
  #modules = 0;
  #isFirst = true;
  #module = "";
  #output = "";
  #exports: readonly string[] = [];

  constructor(plan: RunPlan, submission: ReadySubmission) {
    this.#plan = plan;
    this.#submission = submission;
  }

  /** The lines of the student's own files in a stack of the bundle. */
  readonly mapStack = (stack: string): StackLine[] => mapStack(stack, this.#submission.map);

  /** The names that the module exports. */
  get exports(): readonly string[] {
    return this.#exports;
  }

  /** What the submission printed since this was last asked. */
  takeOutput(): string {
    const output = this.#output;
    this.#output = "";
    return output;
  }

  /**
   * Loads the module afresh.
   *
   * @throws CheckFailure when it cannot be loaded, or died so often in the same way that it is not tried again.
   */
  async load(seed: number): Promise<void> {
    const { loadCpuMs } = this.#plan.limits;
    const { certain } = this.#loadFaults;
    if (certain !== null) return this.#died(certain);
    if (!this.#untouched) await this.stop();
    this.#host ??= await takeHost(this.#plan);
    this.#untouched = true;
    this.#modules++;
    this.#module = `submission-${this.#modules}`;
    const reply = await this.#host.load(this.#module, this.#code(), seed, this.#budget(loadCpuMs));
    if (!reply.ok) {
      this.#loadFaults.add(reply.fault);
      return this.#died(reply.fault);
    }
    this.#loadFaults.clear();
    this.#untouched &&= reply.untouched;
    if (reply.loaded) {
      if (this.#isFirst) this.#output += reply.output;
      this.#isFirst = false;
      this.#exports = reply.exports.map((entry) => entry.name);
    } else {
      this.#output += reply.output;
      const { name, message, stack } = reply.error;
      const findings = [{ code: "check.load-failed", values: { name, message } }];
      throw new CheckFailure({ outcome: "threw", findings, stack: this.mapStack(stack) });
    }
  }

  /**
   * Runs a script on the loaded module.
   *
   * @param cpuMs CPU time for the whole script, in milliseconds; where the host is telling, for each call.
   * @throws CheckFailure when the host does not survive it.
   */
  async run(script: Script, cpuMs?: number): Promise<{ answers: Answers; raw: readonly StepAnswer[] }> {
    if (this.#host === null) throw new Error("run before load");
    const budget = this.#budget(cpuMs ?? this.#plan.limits.scriptCpuMs);
    const reply = await this.#host.run(this.#module, script.steps, budget, this.#telling);
    if (!reply.ok) return this.#died(reply.fault);
    this.#untouched &&= reply.untouched;
    this.#output += reply.output;
    return { answers: new Answers(script, reply.answers, this.mapStack, this.#exports), raw: reply.answers };
  }

  /** Whether a fault says which call it came from. */
  get telling(): boolean {
    return this.#telling;
  }

  /**
   * From now on every call has a time limit of its own, and a fault says which call it came from. That costs time, so it is
   * left until there is a fault.
   */
  tell(): void {
    this.#telling = true;
  }

  /** Goes on in the host of an earlier turn of the same submission, which is not to be used any more. */
  takeOver(earlier: HostedSubmission): void {
    this.#host = earlier.#host;
    this.#untouched = earlier.#untouched;
    this.#modules = earlier.#modules;
    earlier.#host = null;
  }

  /** Ends the host, if there is one. */
  async stop(): Promise<void> {
    const host = this.#host;
    this.#host = null;
    await host?.stop();
  }

  #code(): Code {
    const { code, body, map } = this.#submission;
    if (this.#plan.inspect) return withInlineMap(code, map);
    return body === null ? code : { body };
  }

  #budget(cpuMs: number): { cpuMs: number; wallMs: number } {
    return { cpuMs, wallMs: cpuMs * this.#plan.limits.wallFactor };
  }

  async #died(fault: HostFault): Promise<never> {
    await this.stop();
    throw new CheckFailure({ outcome: fault.outcome, findings: [fault.finding] });
  }
}
