import { openSync } from "node:fs";
import { launchBehind } from "../sandbox/bubblewrap-launch.js";
import { bubblewrapWalls, type Walls } from "../sandbox/bubblewrap-walls.js";
import { hostProgram } from "../sandbox/host-program.js";
import type { Launch } from "../sandbox/launch.js";
import { DEFAULT_LIMITS } from "../sandbox/limits.js";
import { plainLaunch } from "../sandbox/plain-launch.js";
import type { Attack, Ending } from "./attack.fixture.js";
import { called, type CallOptions } from "./called.fixture.js";
import { calledNaively } from "./naive-end.fixture.js";
import type { Planted } from "./planted.fixture.js";

/** In the environment of every host of these tests, so that its processes are found wherever they went. */
export const MARK: string = `gradecheck-attack-${process.pid}`;

/** How a room is built and used where one of its defences is missing. */
interface Hole {
  readonly walls?: (walls: Walls) => Walls;
  readonly launch?: (launch: Launch, planted: Planted) => Launch;
  readonly noSandbox?: true;
  readonly naive?: true;
  readonly call?: CallOptions;
}

const withoutFilter = (walls: Walls): Walls => ({ ...walls, filter: null });
const withoutOptions =
  (...options: string[]) =>
  (walls: Walls): Walls => ({ ...walls, wrapping: without(walls.wrapping, options) });

/** Each defence as what a room is without it. */
const HOLES: Readonly<Record<string, Hole>> = {
  namespaces: { noSandbox: true },
  seccomp: { walls: withoutFilter },
  network: { walls: (walls) => withoutOptions("--unshare-net")(withoutFilter(walls)) },
  "process namespace": {
    walls: (walls) => withoutUser(withoutOptions("--unshare-pid")(walls)),
  },
  "read-only system": { walls: (walls) => withoutUser(withoutOptions("--remount-ro")(walls)) },
  "clean environment": {
    walls: withoutOptions("--clearenv", "--setenv"),
    // Not all of ours: vitest's own variables would bring Node down.
    launch: (launch, { secrets }) => ({
      ...launch,
      env: { SECRET: secrets.environment, TZ: "Asia/Seoul", HOME: "/tmp", MARK },
    }),
  },
  "memory limits": { walls: (walls) => ({ ...walls, limits: ["--core=0"], group: dropped(walls) }) },
  "disk limits": { walls: (walls) => ({ ...withoutOptions("--size")(walls), limits: ["--core=0"] }) },
  "open files": { walls: (walls) => ({ ...walls, limits: ["--nofile=1024"] }) },
  "closed descriptors": {
    launch: (launch, { places }) => ({
      ...launch,
      descriptors: [...launch.descriptors, openSync(places["grader"] ?? "", "r")],
    }),
  },
  "closed input": {
    launch: (launch, { places }) => ({
      ...launch,
      command: "/bin/sh",
      args: ["-c", 'exec "$@" < "$0"', places["grader"] ?? "", launch.command, ...launch.args],
    }),
  },
  deadline: { call: { patient: true } },
  "hard kill": { call: { polite: true } },
  "host for one submission": { call: { sameHost: true } },
  "wary end of the pipe": { naive: true },
};

/** How an attack that is called ends, in the room as it is or in one without a defence. */
export async function calledIn(
  attack: Attack,
  code: string,
  planted: Planted,
  defence?: string,
): Promise<Ending> {
  const hole = defence === undefined ? {} : HOLES[defence];
  if (hole === undefined) throw new Error(`no such defence: ${defence}`);
  const launch = (): Promise<Launch> => build(hole, planted);
  return hole.naive === true ? calledNaively(code, await launch()) : called(attack, code, launch, hole.call);
}

async function build(hole: Hole, planted: Planted): Promise<Launch> {
  const program = { ...hostProgram(hole.noSandbox !== true), environment: { MARK } };
  if (hole.noSandbox === true) return plainLaunch(program, DEFAULT_LIMITS);
  const walls = await bubblewrapWalls(program, DEFAULT_LIMITS);
  const launch = launchBehind(hole.walls?.(walls) ?? walls);
  return hole.launch?.(launch, planted) ?? launch;
}

/** Options of bubblewrap without some of them, each with what belongs to it. */
function without(options: readonly string[], unwanted: readonly string[]): string[] {
  const taken: Readonly<Record<string, number>> = { "--remount-ro": 1, "--size": 1, "--setenv": 2 };
  const left: string[] = [];
  for (let i = 0; i < options.length; i++) {
    const option = options[i] ?? "";
    if (unwanted.includes(option)) i += taken[option] ?? 0;
    else left.push(option);
  }
  return left;
}

/** As root where we are root, which the sandbox never does. */
function withoutUser(walls: Walls): Walls {
  walls.slot?.release();
  return { ...walls, slot: null };
}

function dropped({ group }: Walls): null {
  group?.remove();
  return null;
}
