import { type ChildProcess, spawn } from "node:child_process";
import { statfsSync } from "node:fs";
import { InfrastructureError } from "../../host/infrastructure-error.js";
import { findProgram } from "../../host/sandbox/find-program.js";
import { faultOf, type GitEnd } from "./git-fault.js";
import { gitEnvironment, gitSettings } from "./git-settings.js";
import { RepositoryFault } from "./repository-fault.js";
import type { Protocol } from "./repository-url.js";

/** How git is run for one repository. */
export interface GitSurroundings {
  /** Where it runs; not inside anything that a student made. */
  readonly folder: string;
  /** Ends git, and all that it has started, at once; its reason is what is thrown then. */
  readonly signal: AbortSignal;
  /** The most computing time of one process, in seconds, and the largest file that it may write, in bytes. */
  readonly cpuSeconds: number;
  readonly fileBytes: number;
  /** Another git than the one that is installed. */
  readonly program?: string;
  /** Settings that come after ours, such as `protocol.version=0`. */
  readonly settings?: readonly string[];
}

/** What one command is given. */
export interface GitOptions {
  /** What it may reach; nothing where left out. */
  readonly protocols?: readonly Protocol[];
  readonly input?: string;
  /** More output than this, in bytes, ends it. */
  readonly outputBytes?: number;
}

const MIB = 1024 * 1024;
const MEMORY_BYTES = 1024 * MIB;
const LONGEST_MESSAGE = 64 * 1024;
/** With less than this left, a disk is full. */
const LEAST_DISK_BYTES = 16 * MIB;
/** After its end, for what it may have left running with our pipes in its hands. */
const LINGER_MS = 2000;

/**
 * Runs git to its end and gives what it printed. We start it ourselves, in a group of processes of its own: libraries
 * for git end git alone, and its helpers, which hold the connection, would go on.
 *
 * @param args a command with its arguments; what comes from outside stands behind `--`
 * @throws RepositoryFault when git says no, InfrastructureError when it is missing or the machine is at fault, and the
 *   reason of the signal when that ends it.
 */
export async function runGit(
  args: readonly string[],
  surroundings: GitSurroundings,
  options: GitOptions = {},
): Promise<Buffer> {
  surroundings.signal.throwIfAborted();
  const { protocols = [], outputBytes = MIB } = options;
  const { folder, signal, fileBytes, settings } = surroundings;
  const { command, before } = launcher(surroundings, protocols.length > 0);
  const child = spawn(command, [...before, ...gitSettings(protocols, settings), ...args], {
    cwd: folder,
    env: gitEnvironment(folder, protocols),
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const ended = await endOf(child, options.input ?? "", outputBytes, signal);
  signal.throwIfAborted();
  if (ended.hasFlooded) throw new RepositoryFault("output");
  if (ended.status === 0) return ended.stdout;
  throw faultOf(ended, { fileBytes, isDiskFull: () => isDiskFull(folder) });
}

function isDiskFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < LEAST_DISK_BYTES;
}

/** On Linux, a git that talks to strangers dies with us, and its limits are the kernel's as well. */
function launcher(
  { program, cpuSeconds, fileBytes }: GitSurroundings,
  isOutside: boolean,
): { command: string; before: string[] } {
  const git = program ?? findProgram("git");
  if (git === undefined) throw new InfrastructureError("GIT_MISSING", "git is not installed here");
  // Two programs more each time would be felt: what has arrived was looked through on the way in.
  if (!isOutside || process.platform !== "linux") return { command: git, before: [] };
  const [setpriv, prlimit] = [findProgram("setpriv"), findProgram("prlimit")];
  const death = setpriv === undefined ? [] : [setpriv, "--pdeathsig", "SIGKILL", "--"];
  const limits = [`--cpu=${cpuSeconds}`, `--fsize=${fileBytes}`, `--data=${MEMORY_BYTES}`, "--core=0", "--"];
  const limited = prlimit === undefined ? [] : [prlimit, ...limits];
  const [command, ...before] = [...death, ...limited, git];
  return { command, before };
}

function endOf(
  child: ChildProcess,
  input: string,
  outputBytes: number,
  signal: AbortSignal,
): Promise<GitEnd> {
  return new Promise((resolve, reject) => {
    const { stdin, stdout, stderr } = child;
    const output: Buffer[] = [];
    let [length, complaint, hasFlooded] = [0, "", false];
    const kill = (): void => killGroup(child);
    signal.addEventListener("abort", kill);
    stdout?.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= outputBytes) output.push(chunk);
      else if (!hasFlooded) {
        hasFlooded = true;
        kill();
      }
    });
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      if (complaint.length < LONGEST_MESSAGE) complaint += text;
    });
    // It may end before it has read everything; how it ended says why.
    stdin?.on("error", () => undefined);
    stdin?.end(input);
    child.on("error", (cause) => {
      signal.removeEventListener("abort", kill);
      reject(new InfrastructureError("GIT_MISSING", `git cannot be started: ${cause.message}`, { cause }));
    });
    child.on("exit", () => {
      // A timer can run out before what came in time was read, when we were busy; what comes after a turn of the loop was.
      const leave = (): void => [stdout, stderr].forEach((stream) => stream?.destroy());
      setTimeout(() => setImmediate(leave), LINGER_MS).unref();
    });
    child.on("close", (status, killedBy) => {
      signal.removeEventListener("abort", kill);
      resolve({ status, killedBy, stdout: Buffer.concat(output), stderr: complaint, hasFlooded });
    });
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
