import { InfrastructureError } from "../infrastructure-error.js";
import { bubblewrapArguments } from "./bubblewrap-arguments.js";
import { type ControlGroup, makeControlGroup } from "./control-group.js";
import { findProgram } from "./find-program.js";
import { dataLimit, heapOption, type HostLimits } from "./limits.js";
import { isNeutral } from "./neutral-path.js";
import { type Binding, NODE_INSIDE, nodeFiles } from "./node-files.js";
import type { Program } from "./program.js";
import { isReachable } from "./reachable.js";
import { hasSeccompFilter, seccompFilter } from "./seccomp-filter.js";
import { type Slot, takeSlot } from "./slot.js";
import { stagedCopy } from "./staging.js";

/** What stands between a program and the machine, each part by itself. */
export interface Walls {
  readonly prlimit: string;
  readonly bubblewrap: string;
  /** Options of prlimit. */
  readonly limits: readonly string[];
  /** Options of bubblewrap. */
  readonly wrapping: readonly string[];
  /** The filter of system calls; null for none. */
  readonly filter: Buffer | null;
  /** The program as the sandbox sees it, with its arguments. */
  readonly command: readonly string[];
  /** The user to become; null where we are an unprivileged one. */
  readonly slot: Slot | null;
  /** What counts all memory and threads together; null where the machine does not let us have one. */
  readonly group: ControlGroup | null;
}

/** Debuggers start at a signal where Node is not told otherwise. */
const NO_DEBUGGER = "--disable-sigusr1";

/**
 * The walls around a program.
 *
 * @throws InfrastructureError when the machine lacks something for them; the message says what.
 */
export async function bubblewrapWalls(program: Program, limits: HostLimits): Promise<Walls> {
  const prlimit = required("prlimit", "util-linux");
  const bubblewrap = required("bwrap", "bubblewrap");
  if (!hasSeccompFilter(process.arch)) {
    throw new InfrastructureError(
      "SANDBOX_UNAVAILABLE",
      `no seccomp filter for the processor ${process.arch}`,
    );
  }
  const bindings = distinct([...nodeFiles(), ...program.bindings]).map(fitBinding);
  const options = [
    ...heapOption(limits),
    "--v8-pool-size=1",
    ...(process.allowedNodeEnvironmentFlags.has(NO_DEBUGGER) ? [NO_DEBUGGER] : []),
    ...program.nodeOptions,
  ];
  const slot = process.getuid?.() === 0 ? await takeSlot() : null;
  return {
    prlimit,
    bubblewrap,
    limits: resourceLimits(limits, slot !== null),
    wrapping: bubblewrapArguments({ ...program, bindings }, limits),
    filter: seccompFilter(process.arch),
    command: [NODE_INSIDE, ...options, program.fileInside],
    slot,
    group: makeControlGroup(limits),
  };
}

/** The kernel counts a user's processes together, so a limit on them is for users that do nothing else. */
function resourceLimits(limits: HostLimits, ownUser: boolean): string[] {
  return [
    `--data=${dataLimit(limits)}`,
    `--nofile=${limits.files}`,
    `--fsize=${limits.temporaryBytes}`,
    "--core=0",
    "--memlock=0",
    "--msgqueue=0",
    `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 1}`,
    ...(ownUser ? [`--nproc=${limits.processes}`] : []),
  ];
}

function distinct(bindings: readonly Binding[]): Binding[] {
  return [...new Map(bindings.map((binding) => [binding.to, binding])).values()];
}

/**
 * A user of its own cannot look into, say, root's home, where Node may lie, and what is bound tells where it came from
 * (`/proc/self/mountinfo`). A copy then stands in.
 */
function fitBinding(binding: Binding): Binding {
  if (isNeutral(binding.from) && isReachable(binding.from)) return binding;
  return { from: stagedCopy(binding.from), to: binding.to };
}

function required(name: string, packageName: string): string {
  const path = findProgram(name);
  if (path !== undefined) return path;
  throw new InfrastructureError(
    "SANDBOX_UNAVAILABLE",
    `${name} is missing: install the package ${packageName}`,
  );
}
