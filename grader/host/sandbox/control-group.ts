import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onExit } from "signal-exit";
import { type ControllerFolder, controllerFolders, type Controller } from "./controller-folders.js";
import { DEFAULT_LIMITS, type HostLimits } from "./limits.js";

/** A kernel's group of processes whose memory and threads count together. */
export interface ControlGroup {
  /** Moves a process into it, with all its threads; one that is there already was born there, which costs nothing. */
  readonly add: (pid: number) => Promise<void>;
  /** Takes it away; harmless while its processes are still dying, and when repeated. */
  readonly remove: () => void;
}

const MIB = 1024 * 1024;
/** Code, page cache and what the kernel keeps for a process, which the other limits do not count. */
const BESIDE_DATA_BYTES = 128 * MIB;
const RETRY_MS = 20;
const MOST_RETRIES = 500;
const REMOVER = 'n=0; while [ $n -lt 50 ] && ! rmdir "$@" 2>/dev/null; do n=$((n + 1)); sleep 0.2; done';

const NAME = /^gradecheck-(\d+)-[0-9a-f]+$/;

let folders: readonly ControllerFolder[] | undefined;
const dying = new Set<string>();
let ending = false;

/** What can be limited here by control groups; tried out once. */
export function controllersHere(): readonly Controller[] {
  folders ??= usableFolders();
  return folders.map(({ controller }) => controller);
}

/** A new group with these limits; null where the machine does not let us make one. */
export function makeControlGroup(limits: HostLimits): ControlGroup | null {
  controllersHere();
  if (folders === undefined || folders.length === 0) return null;
  const name = `gradecheck-${process.pid}-${randomBytes(6).toString("hex")}`;
  const made = [...new Set(folders.map(({ folder }) => join(folder, name)))];
  for (const folder of made) mkdirSync(folder);
  for (const { folder, limitFile, controller } of folders) {
    writeFileSync(join(folder, name, limitFile), `${limitOf(controller, limits)}`);
  }
  return {
    async add(pid) {
      const lists = made.map((folder) => join(folder, "cgroup.procs")).filter((list) => !names(list, pid));
      await Promise.all(lists.map((list) => writeFile(list, `${pid}`)));
    },
    remove() {
      remove(made);
    },
  };
}

function names(list: string, pid: number): boolean {
  return readFileSync(list, "latin1").split("\n").includes(`${pid}`);
}

function limitOf(controller: Controller, limits: HostLimits): number {
  return controller === "pids"
    ? limits.processes
    : limits.dataBytes + limits.temporaryBytes + BESIDE_DATA_BYTES;
}

/** Where a group can be made, limited and taken away again. What graders left behind that were killed goes, too. */
function usableFolders(): ControllerFolder[] {
  onExit(() => {
    ending = true;
    remove([...dying]);
  });
  return controllerFolders().filter(({ folder, limitFile, controller }) => {
    const trial = join(folder, `gradecheck-${process.pid}-${randomBytes(6).toString("hex")}`);
    try {
      for (const name of readdirSync(folder)) if (isAbandoned(name)) remove([join(folder, name)]);
      mkdirSync(trial);
    } catch {
      return false;
    }
    try {
      writeFileSync(join(trial, limitFile), `${limitOf(controller, DEFAULT_LIMITS)}`);
      return true;
    } catch {
      return false;
    } finally {
      remove([trial]);
    }
  });
}

function isAbandoned(name: string): boolean {
  const pid = NAME.exec(name)?.[1];
  return pid !== undefined && !existsSync(`/proc/${pid}`);
}

/** A group goes once its last process is dead and somebody has taken note, which takes a moment after a kill. */
function remove(all: readonly string[], retries = MOST_RETRIES): void {
  const left = all.filter((folder) => !tryRemove(folder));
  for (const folder of left) dying.add(folder);
  if (left.length === 0 || retries === 0) return;
  if (ending) return leaveToOthers(left);
  setTimeout(() => remove(left, retries - 1), RETRY_MS).unref();
}

/** There is no later any more for a grader that ends, and nobody should wait for it. */
function leaveToOthers(folders: readonly string[]): void {
  const child = spawn("/bin/sh", ["-c", REMOVER, "sh", ...folders], {
    detached: true,
    stdio: "ignore",
    env: {},
  });
  child.on("error", () => undefined);
  child.unref();
}

function tryRemove(folder: string): boolean {
  try {
    rmdirSync(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") return false;
  }
  dying.delete(folder);
  return true;
}
