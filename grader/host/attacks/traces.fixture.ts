import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { controllerFolders } from "../sandbox/controller-folders.js";

/** Everything that a run could leave behind. */
export interface Traces {
  readonly mounts: string;
  readonly descriptors: number;
  readonly groups: number;
  /** Files below the temporary folder, but for what is kept between runs on purpose. */
  readonly files: readonly string[];
}

/** What is there now. */
export function tracesIn(temporary: string): Traces {
  return {
    mounts: readFileSync("/proc/self/mountinfo", "utf8"),
    descriptors: readdirSync("/proc/self/fd").length,
    groups: controllerFolders().flatMap(({ folder }) =>
      readdirSync(folder).filter((name) => name.startsWith(`gradecheck-${process.pid}-`)),
    ).length,
    files: filesBelow(temporary),
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/gradecheck-\d+(\/|$)/.test(path))
    .toSorted();
}

/** The processes that carry a mark in their environment and are not dead, whoever their parent is now. */
export function markedProcesses(mark: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(
      (pid) => readText(pid, "environ").includes(mark) && !/^State:\s*[ZX]/m.test(readText(pid, "status")),
    );
}

function readText(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return "";
  }
}
