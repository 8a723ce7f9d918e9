import { spawnSync } from "node:child_process";
import type { Finding } from "../../result/result.js";
import { startHost } from "../start-host.js";
import { controllersHere } from "./control-group.js";
import { findProgram } from "./find-program.js";
import { remedyFor } from "./guidance.js";
import { lookInside, type Wall, WALLS } from "./inside.js";
import { SANDBOXES } from "./sandbox.js";
import { hasSeccompFilter } from "./seccomp-filter.js";

/** What a sandbox needs of the machine, in the order in which it is looked at. */
export const REQUIREMENTS = ["system", "processor", "bubblewrap", "version", "prlimit", "start"] as const;

/** One thing that a sandbox needs or promises, whether it is so here, and what to do where it is not. */
export interface Probe {
  readonly id: (typeof REQUIREMENTS)[number] | Wall | "groups";
  readonly ok: boolean;
  readonly finding: Finding;
  readonly remedy: Finding | null;
}

const OLDEST_BUBBLEWRAP = [0, 8] as const;

/**
 * Everything that the strongest sandbox needs and promises, tried out here. What cannot be tried because something
 * before it is missing is left out.
 */
export async function probeSandbox(): Promise<Probe[]> {
  const version = bubblewrapVersion();
  const probes = [
    probe("system", process.platform === "linux", process.platform, systemRemedy()),
    probe("processor", hasSeccompFilter(process.arch), process.arch, "doctor.remedy-processor"),
    probe(
      "bubblewrap",
      findProgram("bwrap") !== undefined,
      findProgram("bwrap") ?? "",
      "doctor.remedy-install",
    ),
    probe("version", isNewEnough(version), version, "doctor.remedy-version"),
    probe(
      "prlimit",
      findProgram("prlimit") !== undefined,
      findProgram("prlimit") ?? "",
      "doctor.remedy-prlimit",
    ),
  ];
  if (!probes.every(({ ok }) => ok)) return probes;
  return [...probes, ...(await probeHost())];
}

async function probeHost(): Promise<Probe[]> {
  try {
    const host = await startHost({ sandbox: SANDBOXES.bubblewrap });
    try {
      const found = await lookInside(host);
      return [
        probe("start", true, "", ""),
        ...WALLS.map((wall) =>
          probe(wall, found.get(wall) === "", found.get(wall) ?? "", "doctor.remedy-wall"),
        ),
        groupsProbe(),
      ];
    } finally {
      await host.stop();
    }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return [probe("start", false, message, remedyFor(message).code)];
  }
}

/** Nothing that the sandbox stands or falls with, but worth knowing. */
function groupsProbe(): Probe {
  const found = controllersHere().join(", ");
  const code = found === "" ? "doctor.groups-absent" : "doctor.groups-holds";
  return { id: "groups", ok: true, finding: { code, values: { found } }, remedy: null };
}

/** What to do on a system that is not Linux. */
function systemRemedy(): string {
  const remedies: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
    darwin: "doctor.remedy-macos",
    win32: "doctor.remedy-windows",
  };
  return remedies[process.platform] ?? "doctor.remedy-linux";
}

function probe(id: Probe["id"], ok: boolean, found: string, remedy: string): Probe {
  const finding = { code: `doctor.${id}-${ok ? "holds" : "fails"}`, values: { found } };
  return { id, ok, finding, remedy: ok ? null : { code: remedy, values: {} } };
}

/** Such as `0.8.0`; empty where it does not say. */
function bubblewrapVersion(): string {
  const bwrap = findProgram("bwrap");
  if (bwrap === undefined) return "";
  const { stdout } = spawnSync(bwrap, ["--version"], { encoding: "utf8", env: {} });
  return /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? "";
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST_BUBBLEWRAP[0] || (major === OLDEST_BUBBLEWRAP[0] && minor >= OLDEST_BUBBLEWRAP[1]);
}
