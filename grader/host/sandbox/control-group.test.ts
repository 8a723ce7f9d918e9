import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Confinement } from "../confinement.js";
import { hostBehind } from "../host-behind.fixture.js";
import { applying, BUDGET, sandboxesHere } from "../host.fixture.js";
import { startHost } from "../start-host.js";
import { launchBehind } from "./bubblewrap-launch.js";
import { bubblewrapWalls } from "./bubblewrap-walls.js";
import { controllersHere, makeControlGroup } from "./control-group.js";
import { controllerFolders, ownFolder } from "./controller-folders.js";
import { hostProgram } from "./host-program.js";
import { DEFAULT_LIMITS } from "./limits.js";
import { SANDBOXES } from "./sandbox.js";

const MIB = 1024 * 1024;
const SMALL = { ...DEFAULT_LIMITS, dataBytes: 100 * MIB };

/** The groups that this process has made and not yet taken away. */
function groupsOfOurs(): string[] {
  return controllerFolders().flatMap(({ folder }) =>
    readdirSync(folder)
      .filter((name) => name.startsWith(`gradecheck-${process.pid}-`))
      .map((name) => join(folder, name)),
  );
}

const usable = controllersHere().length > 0 && sandboxesHere().includes(SANDBOXES.bubblewrap);
if (!usable) console.warn("SKIPPED: control groups. They cannot be made here, or bubblewrap is missing.");

describe.skipIf(!usable)("a control group", () => {
  test("holds the host before any code is loaded, and is gone after it", async () => {
    const host = await startHost({ sandbox: SANDBOXES.bubblewrap });
    const groups = groupsOfOurs();
    expect(groups).toHaveLength(controllersHere().length);
    for (const group of groups) {
      expect(readFileSync(join(group, "cgroup.procs"), "utf8").split("\n")).toContain(`${host.pid}`);
    }
    await host.stop();
    await expect.poll(groupsOfOurs).toEqual([]);
  });

  test("holds what a confined process has started, and refuses who is not there", async () => {
    const parent = spawn("/bin/sh", ["-c", "sleep 60 & echo $!; wait"]);
    const group = makeControlGroup(DEFAULT_LIMITS);
    try {
      const [said] = (await once(parent.stdout, "data")) as [Buffer];
      const child = Number(said.toString());
      const confinement = new Confinement(async (pid) => group?.add(pid), parent.pid ?? 0);
      await confinement.of(child);
      expect(groupsOfOurs()).toHaveLength(controllersHere().length);
      for (const folder of groupsOfOurs()) {
        const held = readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n");
        expect(held).toEqual(expect.arrayContaining([`${parent.pid}`, `${child}`]));
      }
      process.kill(child, "SIGKILL");
      await once(parent, "exit");
      await expect(confinement.of(child)).rejects.toThrow("ESRCH");
    } finally {
      parent.kill("SIGKILL");
      group?.remove();
    }
    await expect.poll(groupsOfOurs).toEqual([]);
  });

  test("ends a host that takes too much even where no other limit is set", async () => {
    const walls = await bubblewrapWalls(hostProgram(true, ["--max-old-space-size=4000"]), SMALL);
    const host = await hostBehind(launchBehind({ ...walls, limits: ["--core=0"] }));
    const source =
      "export function f() { const kept = []; for (let i = 0; i < 1000; i++) kept.push(new Uint8Array(1 << 20).fill(1)); }";
    await host.load("m", source, 1, BUDGET);
    // The kernel tries hard to find memory before it gives up.
    const run = await host.run("m", applying("f"), { cpuMs: 20_000, wallMs: 100_000 });
    expect(run).toMatchObject({ ok: false, fault: { outcome: "out-of-memory" } });
    await expect.poll(groupsOfOurs).toEqual([]);
  });
});

describe("where our own group is", () => {
  const OLD = "34 30 0:31 / /proc rw,relatime - cgroup cgroup rw,memory";
  const UNIFIED = "40 30 0:37 / /proc/self rw,relatime - cgroup2 cgroup2 rw";

  // Folders that every Linux has stand for groups.
  test.skipIf(process.platform !== "linux").each([
    ["version 1", "4:memory:/self\n0::/", `${OLD}\n${UNIFIED}`, "memory" as const, "/proc/self"],
    [
      "several at once",
      "4:cpu,memory:/self",
      OLD.replace("rw,memory", "rw,cpu,memory"),
      "memory" as const,
      "/proc/self",
    ],
    ["version 2", "0::/task", UNIFIED, undefined, "/proc/self/task"],
    [
      "below a mount's root",
      "0::/docker/a/task",
      UNIFIED.replace(" / ", " /docker/a "),
      undefined,
      "/proc/self/task",
    ],
    ["a folder that is not there", "0::/nowhere-at-all", UNIFIED, undefined, undefined],
    ["no hierarchy", "", "", "pids" as const, undefined],
  ])("%s", (_what, groups, mounts, controller, folder) => {
    expect(ownFolder(groups, mounts, controller)).toBe(folder);
  });
});
