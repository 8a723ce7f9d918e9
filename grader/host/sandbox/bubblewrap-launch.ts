import { openSync } from "node:fs";
import { bubblewrapWalls, type Walls } from "./bubblewrap-walls.js";
import type { Launch } from "./launch.js";
import type { HostLimits } from "./limits.js";
import type { Program } from "./program.js";
import { stagedContent } from "./staging.js";

/** The descriptors that bubblewrap gets after the channel, which is 3. */
const ARGUMENTS_DESCRIPTOR = 4;
const SECCOMP_DESCRIPTOR = 5;

/**
 * A program of Node in a sandbox: an unprivileged user without capabilities, namespaces of its own, no network, a
 * read-only root with Node and what is bound into it, limits, and no new processes.
 *
 * @throws InfrastructureError when the machine lacks something for it; the message says what.
 */
export async function bubblewrapLaunch(program: Program, limits: HostLimits): Promise<Launch> {
  return launchBehind(await bubblewrapWalls(program, limits));
}

/** How to start the program that the walls are around. */
export function launchBehind(walls: Walls): Launch {
  const { prlimit, bubblewrap, limits, wrapping, filter, command, slot, group } = walls;
  // By a descriptor, so that the command line of the sandbox's first process tells nothing of the machine.
  const wrappingFile = stagedContent(Buffer.from(`${wrapping.join("\0")}\0`), ".args");
  const descriptors = [openSync(wrappingFile, "r")];
  const filtered: string[] = [];
  if (filter !== null) {
    descriptors.push(openSync(stagedContent(filter, ".bpf"), "r"));
    filtered.push("--seccomp", `${SECCOMP_DESCRIPTOR}`);
  }
  const inside = ["--args", `${ARGUMENTS_DESCRIPTOR}`, "--", ...command];
  return {
    command: prlimit,
    args: [...limits, "--", bubblewrap, ...filtered, ...inside],
    cwd: "/",
    env: {},
    ...(slot === null ? {} : { user: { uid: slot.uid, gid: slot.uid } }),
    descriptors,
    ...(group === null ? {} : { confine: (pid: number) => group.add(pid) }),
    release: () => {
      slot?.release();
      group?.remove();
    },
  };
}
