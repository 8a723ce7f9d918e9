// What a host costs: to start, to ask, and to prepare a submission for.
import { setTimeout as sleep } from "node:timers/promises";
import { SANDBOXES, startHost } from "../../dist/grader/host/index.js";
import { prepare } from "../../dist/grader/prepare/index.js";
import { takeHost } from "../../dist/specs/kit/host-supply.js";
import { inTurns, median, run, timed } from "./measure.js";

const BUDGET = { cpuMs: 60_000, wallMs: 600_000 };
const TIME_FOR_ONE_MS = 1000;
const ECHO = "export const echo = (x) => x;";

/** The medians in milliseconds of starting a host until it is ready, and of a bare Node from start to end. */
export async function hostStart(kind, rounds) {
  const hosts = [];
  const start = async () => {
    hosts.push(await startHost({ sandbox: SANDBOXES[kind] }));
  };
  const bare = async () => run([process.execPath, "-e", "0"], { env: {} });
  // Stopping a host is not starting one.
  const between = async () => hosts.pop()?.stop();
  const [started, ended] = await inTurns(rounds, [start, bare], between);
  return { started, bare: ended };
}

/** The median in milliseconds until a submission has a host that was started ahead, and the module is on its way to it. */
export async function takingOver(kind, limits, rounds) {
  // Where more than one submission is planned, the next host is always on its way.
  /** @type {import("../../dist/specs/kit/plan.js").PlannedSubmission} */
  const other = { id: "other", folder: "", ready: false, problems: [] };
  const frame = { assignment: "two-layer-nn", parts: [], seed: 1, inspect: false };
  const plan = { ...frame, sandbox: kind, limits, submissions: [other, other] };
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    const started = performance.now();
    const host = await takeHost(plan);
    const loading = host.load("echo", ECHO, 1, BUDGET);
    times.push(performance.now() - started);
    await loading;
    await host.stop();
    // A submission takes longer than starting a host does.
    await sleep(TIME_FOR_ONE_MS);
  }
  // Nothing was ready for the first.
  return median(times.slice(1));
}

/** The median in milliseconds of asking a host for a tensor of so many numbers that it was given. */
export async function roundTrip(kind, numbers, rounds) {
  const host = await startHost({ sandbox: SANDBOXES[kind] });
  try {
    await host.load("echo", ECHO, 1, BUDGET);
    const tensor = { shape: [numbers], data: Float64Array.from({ length: numbers }, (_, i) => i / 7) };
    /** @type {import("../../dist/grader/host/wire/message.js").Step[]} */
    const steps = [
      { op: "apply", name: "echo", args: [tensor] },
      { op: "give", from: { register: 0, path: [] } },
    ];
    const times = [];
    for (let round = 0; round < rounds; round++) {
      times.push(await timed(() => host.run("echo", steps, BUDGET)));
    }
    // The first calls are for the compiler.
    return median(times.slice(Math.floor(rounds / 2)));
  } finally {
    await host.stop();
  }
}

/** The median in milliseconds of preparing a submission. */
export async function preparing(kind, folder, manifest, rounds) {
  const policy = { entry: manifest.entry, allowedImports: manifest.allowedImports, ...manifest.limits };
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    times.push(await timed(() => prepare(folder, policy, SANDBOXES[kind])));
  }
  return median(times.slice(1));
}
