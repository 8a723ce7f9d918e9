import { readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { packageRoot } from "../../package/root.js";
import { ScratchFolder } from "../../storage/scratch-folder.js";
import type { Host } from "../host.js";
import { InfrastructureError } from "../infrastructure-error.js";
import type { Value } from "../wire/message.js";
import { SHARED_MEMORY_BYTES } from "./bubblewrap-arguments.js";
import { DEFAULT_LIMITS } from "./limits.js";
import { SYSTEM_FOLDERS } from "./neutral-path.js";
import { stagingFolder } from "./staging.js";

/** What a sandbox must keep from a submission; each is tried from inside. */
export const WALLS = [
  "kernel",
  "user",
  "capabilities",
  "privileges",
  "seccomp",
  "network",
  "processes",
  "files",
  "root",
  "temporary",
  "limits",
  "paths",
  "environment",
  "fork",
  "canary",
  "descriptors",
] as const;

/** One of {@link WALLS}. */
export type Wall = (typeof WALLS)[number];

/** Runs in the sandbox: for each wall, an empty text where it holds, else what was found. */
const LOOK = `
import { closeSync, openSync, readFileSync, readdirSync, readlinkSync, statfsSync, unlinkSync } from "node:fs";
import { spawnSync } from "node:child_process";

const line = (name) => new RegExp("^" + name + ":\\\\s*(.*)$", "m").exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "?";
const expect = (got, wanted) => (got === wanted ? "" : got);
const others = (names, allowed) => names.filter((name) => !allowed.includes(name)).join(" ");
const attempt = (action, refusals) => {
  try {
    action();
    return "it went through";
  } catch (error) {
    return refusals.includes(error.code) ? "" : String(error.code);
  }
};

const walls = {
  user: () => (process.getuid() === 0 ? "uid 0" : ""),
  capabilities: () => ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"].map((set) => line(set).replace(/^0+$/, "")).join(""),
  privileges: () => expect(line("NoNewPrivs"), "1"),
  seccomp: () => expect(line("Seccomp"), "2"),
  network: () => {
    const names = readFileSync("/proc/net/dev", "utf8").split("\\n").slice(2).map((row) => row.split(":")[0].trim());
    return others(names.filter(Boolean), ["lo"]);
  },
  processes: () => others(readdirSync("/proc").filter((name) => /^\\d+$/.test(name)), ["1", String(process.pid)]),
  files: () => ["/etc", "/home", "/root", "/sys", "/var", "/bin"].filter((path) => attempt(() => readdirSync(path), ["ENOENT"]) !== "").join(" "),
  // Opened and closed at once, never written: where there are no walls, this is somebody's machine.
  root: () =>
    [
      ...["/", "/dev", "/usr"].map((folder) => attempt(() => create(folder + "/gradecheck-wall"), ["EROFS", "EACCES", "ENOENT"])),
      ...["/proc/sys/kernel/hostname", process.argv[1]].map((path) => attempt(() => closeSync(openSync(path, "r+")), ["EROFS", "EACCES", "EPERM"])),
    ].join(""),
  temporary: () =>
    Object.entries({ "/tmp": ${DEFAULT_LIMITS.temporaryBytes}, "/dev/shm": ${SHARED_MEMORY_BYTES} })
      .filter(([folder, most]) => statfsSync(folder).blocks * statfsSync(folder).bsize > most)
      .map(([folder]) => folder)
      .join(" "),
  limits: () => {
    const limits = readFileSync("/proc/self/limits", "utf8");
    return ["data size", "file size", "cpu time", "open files", "core file size", "msgqueue size", "locked memory"]
      .filter((name) => !new RegExp("^Max " + name + "\\\\s+\\\\d", "m").test(limits))
      .join(", ");
  },
  paths: () =>
    readFileSync("/proc/self/mountinfo", "utf8")
      .split("\\n")
      .map((mount) => mount.split(" ")[3] ?? "")
      .filter((source) => isBelow(source, places.telling) && !isBelow(source, places.neutral))
      .join(" "),
  environment: () =>
    others(Object.keys(process.env), ["HOME", "TMPDIR", "TZ", "LANG", "UV_THREADPOOL_SIZE", "LD_LIBRARY_PATH", "PWD"]),
  fork: () => {
    const { error } = spawnSync(process.execPath, ["--version"]);
    return error?.code === "EPERM" ? "" : (error?.code ?? "it went through");
  },
  descriptors: () => {
    const targets = readdirSync("/proc/self/fd").map((number) => attemptLink("/proc/self/fd/" + number));
    return targets.filter((target) => /^\\//.test(target) && !/^\\/(dev\\/(null|random|urandom)|proc\\/)/.test(target)).join(" ");
  },
};

function create(path) {
  closeSync(openSync(path, "wx"));
  unlinkSync(path);
}

function attemptLink(path) {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function isBelow(path, folders) {
  return folders.some((folder) => path.startsWith(folder + "/"));
}

let places = { telling: [], neutral: [] };

export function look(canary, telling, neutral) {
  places = { telling, neutral };
  const found = { canary: attempt(() => readFileSync(canary), ["ENOENT"]) };
  for (const [name, wall] of Object.entries(walls)) {
    try {
      found[name] = wall();
    } catch (error) {
      found[name] = String(error.code ?? error.message);
    }
  }
  return found;
}
`;

const BUDGET = { cpuMs: 10_000, wallMs: 30_000 };

/**
 * What a host's walls look like from inside: for each, an empty text where it holds, else what was found.
 *
 * @throws InfrastructureError when the host does not answer.
 */
export async function lookInside(host: Host): Promise<ReadonlyMap<Wall, string>> {
  const folder = new ScratchFolder("canary");
  try {
    const canary = join(folder.path, "canary");
    writeFileSync(canary, "nobody may read this", { mode: 0o644 });
    await host.load("look", LOOK, 0, BUDGET);
    const run = await host.run(
      "look",
      [
        { op: "apply", name: "look", args: [canary, { list: tellingPlaces() }, { list: neutralPlaces() }] },
        { op: "give", from: { register: 0, path: [] } },
      ],
      BUDGET,
    );
    const answer = run.ok ? run.answers[1] : undefined;
    if (answer?.status !== "value" || answer.value.kind !== "object") {
      throw new InfrastructureError("SANDBOX_UNAVAILABLE", "a host cannot look at its own walls");
    }
    const { entries } = answer.value;
    const found = new Map(WALLS.map((wall) => [wall, finding(entries.get(wall))]));
    return found.set("kernel", kernelUser(host.pid));
  } finally {
    folder.remove();
  }
}

/** Folders whose names tell whose machine this is, and what it is used for. */
function tellingPlaces(): string[] {
  return [homedir(), packageRoot(), process.cwd()].filter((place) => place.length > 1);
}

/** What may be seen all the same, where somebody works or lives right above it, such as in `/tmp`. */
function neutralPlaces(): string[] {
  return [
    ...SYSTEM_FOLDERS,
    ...["/tmp", "/var/tmp"].map((folder) => join(folder, basename(stagingFolder()))),
  ];
}

/** From inside, everybody is `nobody`; only the machine's own kernel knows who that is. */
function kernelUser(pid: number): string {
  const users = /^Uid:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "?";
  return users.split(/\s+/).some((user) => user === "0" || user === "?") ? users : "";
}

function finding(value: Value | undefined): string {
  return value?.kind === "string" ? value.text : "no answer";
}
