import { randomBytes } from "node:crypto";
import type { Budget } from "./budget.js";
import type { Connection } from "./connection.js";
import type { HostFault } from "./fault.js";
import type { ExportEntry, Step, StepAnswer, WireError } from "./wire/message.js";

const ID_BYTES = 16;

/** A call that the submission's host did not survive; every later call says the same. */
export interface Faulted {
  readonly ok: false;
  readonly fault: HostFault;
}

/** One module, or the body of a strict function that returns an object with the exports of one. */
export type Code = string | { readonly body: string };

/** What both calls tell beside their answer. */
export interface Told {
  readonly ok: true;
  /** What the submission printed meanwhile, head and tail. */
  readonly output: string;
  /** Whether the globals of the process are as they were before any module was loaded. */
  readonly untouched: boolean;
  /** Computing time in milliseconds, in steps of 10 whose sum over many calls is right; 0 where it is unknown. */
  readonly cpuMs: number;
}

/** What loading a module came to; it may also have thrown while it was loaded, which is `loaded: false`. */
export type LoadResult =
  | (Told & { readonly loaded: true; readonly exports: readonly ExportEntry[] })
  | (Told & { readonly loaded: false; readonly error: WireError })
  | Faulted;

/** What a script came to: one answer per step. */
export type RunResult = (Told & { readonly answers: readonly StepAnswer[] }) | Faulted;

/** One process that runs a submission's code. One call at a time; for one submission, and then stopped. */
export class Host {
  /** @internal Use `startHost`. */
  constructor(private readonly connection: Connection) {}

  /** The process that runs the submission's code, as the grader's system numbers it. */
  get pid(): number {
    return this.connection.pid;
  }

  /**
   * Loads code as a module of this host, under a name of lower-case letters, digits and hyphens that is new to it. The
   * same function may be loaded again and again, and is compiled once.
   *
   * @throws InfrastructureError when the host is gone through no fault of a submission.
   */
  async load(module: string, code: Code, seed: number, budget: Budget): Promise<LoadResult> {
    const form =
      typeof code === "string"
        ? ({ form: "module", code } as const)
        : ({ form: "function", code: code.body } as const);
    const call = await this.connection.call({ type: "load", id: newId(), module, ...form, seed }, budget);
    if (!call.ok) return call;
    const { reply, cpuMs } = call;
    const told = { ok: true, output: reply.output, untouched: reply.untouched, cpuMs } as const;
    if (reply.type === "loaded") return { ...told, loaded: true, exports: reply.exports };
    if (reply.type === "load-failed") return { ...told, loaded: false, error: reply.error };
    throw new TypeError("a run's reply to a load");
  }

  /**
   * Runs a script on a module that was loaded.
   *
   * @param budget of each step where the host is telling, else of all steps together
   * @param telling whether a fault is to say which call it came from, for which the host tells every call; it costs time
   * @throws InfrastructureError when the host is gone through no fault of a submission.
   */
  async run(module: string, steps: readonly Step[], budget: Budget, telling = true): Promise<RunResult> {
    const call = await this.connection.call({ type: "run", id: newId(), module, steps, telling }, budget);
    if (!call.ok) return call;
    const { reply, cpuMs } = call;
    if (reply.type !== "answers") throw new TypeError("a load's reply to a run");
    return { ok: true, answers: reply.answers, output: reply.output, untouched: reply.untouched, cpuMs };
  }

  /** Kills the host and resolves when it is dead; an outstanding call is rejected. Harmless when repeated. */
  stop(): Promise<void> {
    return this.connection.stop();
  }
}

function newId(): string {
  return randomBytes(ID_BYTES).toString("hex");
}
