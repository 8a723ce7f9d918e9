import { ScratchFolder } from "../../storage/scratch-folder.js";
import { findProgram } from "./find-program.js";
import type { Launch } from "./launch.js";
import { heapOption, type HostLimits } from "./limits.js";
import type { Program } from "./program.js";

/**
 * A program with nothing around it but a folder of its own and a heap limit. With `guard`, Node itself can be told
 * to keep it to that folder.
 */
export function plainLaunch(
  program: Program,
  limits: HostLimits,
  guard: (folder: string) => readonly string[] = () => [],
): Launch {
  const folder = new ScratchFolder("host");
  const { path } = folder;
  const options = [...heapOption(limits), ...program.nodeOptions, ...guard(path)];
  const node = [process.execPath, ...options, program.file];
  const [command, ...args] = [...parentDeathSignal(), ...node] as [string, ...string[]];
  return {
    command,
    args,
    cwd: path,
    env: {
      ...systemEnvironment(),
      HOME: path,
      TMPDIR: path,
      TZ: "UTC",
      LANG: "C.UTF-8",
      ...program.environment,
    },
    descriptors: [],
    release: () => folder.remove(),
  };
}

/** On Linux, a host in an endless loop dies with the grader as well, which its closing channel cannot bring about. */
function parentDeathSignal(): readonly string[] {
  const setpriv = process.platform === "linux" ? findProgram("setpriv") : undefined;
  return setpriv === undefined ? [] : [setpriv, "--pdeathsig", "SIGKILL", "--"];
}

/** Windows cannot start programs without these. */
function systemEnvironment(): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of ["SystemRoot", "SystemDrive", "windir"]) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
