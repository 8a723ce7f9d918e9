import { openSync } from "node:fs";
import { InfrastructureError } from "../infrastructure-error.js";
import { bubblewrapArguments } from "./bubblewrap-arguments.js";
import { findProgram } from "./find-program.js";
import type { Launch } from "./launch.js";
import { dataLimit, heapOption, type HostLimits } from "./limits.js";
import { type Binding, NODE_INSIDE, nodeFiles } from "./node-files.js";
import type { Program } from "./program.js";
import { isReachable } from "./reachable.js";
import { hasSeccompFilter, seccompFilter } from "./seccomp-filter.js";
import { takeSlot } from "./slot.js";
import { stagedContent, stagedCopy } from "./staging.js";

/** The descriptors that bubblewrap gets after the channel, which is 3. */
const SECCOMP_DESCRIPTOR = 4;
const ARGUMENTS_DESCRIPTOR = 5;

/**
 * A program of Node in a sandbox: an unprivileged user without capabilities, namespaces of its own, no network, a
 * read-only root with Node and what is bound into it, limits, and no new processes.
 *
 * @throws InfrastructureError when the machine lacks something for it; the message says what.
 */
export async function bubblewrapLaunch(program: Program, limits: HostLimits): Promise<Launch> {
  const prlimit = required("prlimit", "util-linux");
  const bwrap = required("bwrap", "bubblewrap");
  if (!hasSeccompFilter(process.arch)) {
    throw new InfrastructureError(
      "SANDBOX_UNAVAILABLE",
      `no seccomp filter for the processor ${process.arch}`,
    );
  }
  const filter = stagedContent(seccompFilter(process.arch), ".bpf");
  const bindings = distinct([...nodeFiles(), ...program.bindings]).map(reachableBinding);
  const wrapping = bubblewrapArguments({ ...program, bindings }, limits);
  // By a descriptor, so that the command line of the sandbox's first process tells nothing of the machine.
  const wrappingFile = stagedContent(Buffer.from(`${wrapping.join("\0")}\0`), ".args");
  const slot = process.getuid?.() === 0 ? await takeSlot() : undefined;
  const descriptors = [openSync(filter, "r"), openSync(wrappingFile, "r")];
  const node = [NODE_INSIDE, ...heapOption(limits), "--v8-pool-size=1", ...program.nodeOptions];
  const inside = ["--args", `${ARGUMENTS_DESCRIPTOR}`, "--", ...node, program.fileInside];
  return {
    command: prlimit,
    args: [
      ...resourceLimits(limits, slot !== undefined),
      "--",
      bwrap,
      "--seccomp",
      `${SECCOMP_DESCRIPTOR}`,
      ...inside,
    ],
    cwd: "/",
    env: {},
    ...(slot === undefined ? {} : { user: { uid: slot.uid, gid: slot.uid } }),
    descriptors,
    release: () => slot?.release(),
  };
}

/** The kernel counts a user's processes together, so a limit on them is for users that do nothing else. */
function resourceLimits(limits: HostLimits, ownUser: boolean): string[] {
  return [
    `--data=${dataLimit(limits)}`,
    `--nofile=${limits.files}`,
    `--fsize=${limits.temporaryBytes}`,
    "--core=0",
    `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 1}`,
    ...(ownUser ? [`--nproc=${limits.processes}`] : []),
  ];
}

function distinct(bindings: readonly Binding[]): Binding[] {
  return [...new Map(bindings.map((binding) => [binding.to, binding])).values()];
}

/** A user of its own cannot look into, say, root's home, where Node may lie; a copy then stands in. */
function reachableBinding(binding: Binding): Binding {
  return isReachable(binding.from) ? binding : { from: stagedCopy(binding.from), to: binding.to };
}

function required(name: string, packageName: string): string {
  const path = findProgram(name);
  if (path !== undefined) return path;
  throw new InfrastructureError(
    "SANDBOX_UNAVAILABLE",
    `${name} is missing: install the package ${packageName}`,
  );
}
