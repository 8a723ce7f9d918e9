import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What control groups can limit that matters here. */
export type Controller = "memory" | "pids";

/** The control group that this process is in, as far as one controller goes. */
export interface ControllerFolder {
  readonly controller: Controller;
  readonly folder: string;
  /** The file of a group that takes the limit. */
  readonly limitFile: string;
}

const LIMIT_FILES: Readonly<Record<Controller, { readonly old: string; readonly unified: string }>> = {
  memory: { old: "memory.limit_in_bytes", unified: "memory.max" },
  pids: { old: "pids.max", unified: "pids.max" },
};

/**
 * Where the groups below our own would be, for each controller: in a hierarchy of its own (version 1) or in the one of
 * all (version 2). Empty where the system has none.
 */
export function controllerFolders(): ControllerFolder[] {
  const groups = readText("/proc/self/cgroup");
  const mounts = readText("/proc/self/mountinfo");
  return (["memory", "pids"] as const).flatMap((controller) => {
    const { old, unified } = LIMIT_FILES[controller];
    const own = ownFolder(groups, mounts, controller);
    if (own !== undefined) return [{ controller, folder: own, limitFile: old }];
    const shared = ownFolder(groups, mounts, undefined);
    return shared === undefined ? [] : [{ controller, folder: shared, limitFile: unified }];
  });
}

/**
 * The folder of our own group in the hierarchy of a controller, or in the unified one: lines of cgroups(7) such as
 * `4:memory:/some/group`, and of proc_pid_mountinfo(5) such as `34 30 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup
 * rw,memory`.
 */
export function ownFolder(
  groups: string,
  mounts: string,
  controller: Controller | undefined,
): string | undefined {
  const group = groups
    .split("\n")
    .map((line) => /^\d+:([^:]*):(.*)$/.exec(line))
    .find((line) =>
      controller === undefined ? line?.[1] === "" : line?.[1]?.split(",").includes(controller),
    );
  const mount = mounts
    .split("\n")
    .map((line) => /^\S+ \S+ \S+ (\S+) (\S+) .* - (\S+) \S+ (\S+)$/.exec(line))
    .find((line) =>
      controller === undefined
        ? line?.[3] === "cgroup2"
        : line?.[3] === "cgroup" && line[4]?.split(",").includes(controller),
    );
  const [path, root, place] = [group?.[2], mount?.[1], mount?.[2]];
  if (path === undefined || root === undefined || place === undefined) return undefined;
  const below = root !== "/" && path.startsWith(root) ? path.slice(root.length) : path;
  const folder = join(place, below);
  return existsSync(folder) ? folder : undefined;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
