import type { Outcome } from "../result/outcome.js";
import type { Finding } from "../result/result.js";

/** How a submission can bring its host down. */
export type FaultOutcome = Extract<
  Outcome,
  "timeout" | "out-of-memory" | "crashed" | "protocol-error" | "output-limit"
>;

/** Why a call has no answer: a fact about the submission. The host is gone after it. */
export interface HostFault {
  readonly outcome: FaultOutcome;
  readonly finding: Finding;
}

/** What the host was doing: loading the module, calling something by its name, or neither that we know of. */
export type Activity =
  { readonly kind: "load" } | { readonly kind: "call"; readonly name: string } | { readonly kind: "other" };

/** What is known of an exit. `stderr` is its beginning and end. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** A fault with the sentence for what the host was doing, `host.<what>-load`, `-call` or `-other`. */
export function fault(
  outcome: FaultOutcome,
  what: string,
  activity: Activity,
  values: Readonly<Record<string, string | number>> = {},
): HostFault {
  const name = activity.kind === "call" ? { name: activity.name } : {};
  return { outcome, finding: { code: `host.${what}-${activity.kind}`, values: { ...values, ...name } } };
}

/** What V8, libstdc++, libuv and our runtime print when there is no memory left. */
const EXHAUSTED = [
  "heap out of memory",
  "out of memory",
  "Allocation failed",
  "bad_alloc",
  "Cannot allocate memory",
];
/** What a shell, and so bubblewrap, says of a process that SIGKILL ended. */
const KILLED = 128 + 9;

/**
 * The fault that an exit before the reply amounts to. The text on stderr can be forged, but only to one's own
 * harm: no exit is ever a pass. A SIGKILL that was not ours is the kernel's, which sends it when memory is short, be it
 * the submission's share or the machine's.
 */
export function faultOfExit(exit: Exit, activity: Activity): HostFault {
  if (EXHAUSTED.some((mark) => exit.stderr.includes(mark))) {
    return fault("out-of-memory", "out-of-memory", activity);
  }
  if (exit.signal === "SIGKILL" || exit.code === KILLED) return fault("out-of-memory", "killed", activity);
  const signal = exit.signal ?? signalOfCode(exit.code ?? 0);
  if (signal !== undefined) return fault("crashed", "signal", activity, { signal });
  return fault("crashed", "exit", activity, { exitCode: exit.code ?? 0 });
}

/** The signals that end a broken process; bubblewrap passes them on as 128 + n. */
function signalOfCode(code: number): string | undefined {
  const signals: Readonly<Record<number, string>> = {
    4: "SIGILL",
    5: "SIGTRAP",
    6: "SIGABRT",
    7: "SIGBUS",
    11: "SIGSEGV",
  };
  return signals[code - 128];
}
