import { setTimeout as sleep } from "node:timers/promises";
import type { Budget } from "../budget.js";
import { Connection } from "../connection.js";
import { Host, type RunResult } from "../host.js";
import type { Launch } from "../sandbox/launch.js";
import type { Step, Value } from "../wire/message.js";
import type { Attack, Ending } from "./attack.fixture.js";

/** Calls `attack()` and asks for what it gives. */
export const SCRIPT: readonly Step[] = [
  { op: "apply", name: "attack", args: [] },
  { op: "give", from: { register: 0, path: [] } },
];

const PLENTY: Budget = { cpuMs: 30_000, wallMs: 50_000 };
const SHORT = {
  cpu: { cpuMs: 250, wallMs: 40_000 },
  wall: { cpuMs: 40_000, wallMs: 700 },
} as const;
const NONE: Budget = { cpuMs: 1e7, wallMs: 1e7 };
/** How long somebody without deadlines waits before he calls it endless. */
const PATIENCE_MS = 1500;
/** How long a process may take to obey. */
const GRACE_MS = 300;

/** How a call is made where it is not made as it should be. */
export interface CallOptions {
  /** Waits without any deadline. */
  readonly patient?: true;
  /** Asks the host politely to end, instead of killing it. */
  readonly polite?: true;
  /** Calls a second time in the same host. */
  readonly sameHost?: true;
}

/** How an attack ends whose `attack()` is called in a host. */
export async function called(
  attack: Attack,
  code: string,
  launch: () => Promise<Launch>,
  options: CallOptions = {},
): Promise<Ending> {
  const budget = attack.short === undefined ? PLENTY : SHORT[attack.short];
  const host = await started(await launch());
  try {
    if (options.patient === true) return await waitedFor(host, code);
    if (options.polite === true) return await askedToEnd(host, code);
    const first = await callOnce(host, "first", code, budget);
    if (attack.twice !== true) return first;
    if (options.sameHost === true) return await callOnce(host, "first", undefined, budget);
  } finally {
    await host.stop();
  }
  return called({ ...attack, twice: undefined } as unknown as Attack, code, launch);
}

async function started(launch: Launch): Promise<Host> {
  const connection = new Connection(launch, false);
  await connection.ready;
  return new Host(connection);
}

async function callOnce(
  host: Host,
  module: string,
  code: string | undefined,
  budget: Budget,
): Promise<Ending> {
  if (code !== undefined) {
    const load = await host.load(module, code, 1, budget);
    if (!load.ok) return { outcome: load.fault.outcome, finding: load.fault.finding.code, text: "" };
    if (!load.loaded) return { outcome: "threw", finding: null, text: load.error.name };
  }
  return endingOf(await host.run(module, SCRIPT, budget));
}

async function waitedFor(host: Host, code: string): Promise<Ending> {
  const call = callOnce(host, "first", code, NONE);
  // It is rejected when the host is stopped.
  call.catch(() => undefined);
  const endless: Ending = { outcome: "endless", finding: null, text: "" };
  return Promise.race([call, sleep(PATIENCE_MS, endless)]);
}

async function askedToEnd(host: Host, code: string): Promise<Ending> {
  const call = callOnce(host, "first", code, NONE);
  call.catch(() => undefined);
  await sleep(GRACE_MS);
  process.kill(host.pid, "SIGTERM");
  const survived: Ending = { outcome: "survived", finding: null, text: "" };
  return Promise.race([call, sleep(GRACE_MS, survived)]);
}

function endingOf(run: RunResult): Ending {
  if (!run.ok) return { outcome: run.fault.outcome, finding: run.fault.finding.code, text: "" };
  const [applied, given] = run.answers;
  if (applied?.status === "threw") return { outcome: "threw", finding: null, text: applied.error.name };
  return { outcome: "answered", finding: null, text: given?.status === "value" ? textOf(given.value) : "" };
}

function textOf(value: Value): string {
  return value.kind === "string" ? value.text : value.kind;
}
