import { spawn, spawnSync } from "node:child_process";

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds that something takes. */
export async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * Runs a command to its end; throws with what it said when it fails.
 *
 * @param {readonly string[]} command
 * @param {import("node:child_process").SpawnSyncOptions} [options]
 */
export function run([command, ...args], options = {}) {
  const { status, stderr, stdout } = spawnSync(command, args, { ...options, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stderr}${stdout}`);
}

/**
 * Runs a command to its end while `look` is called with its process id every few milliseconds; throws when it fails, unless
 * any status will do.
 *
 * @param {readonly string[]} command
 * @param {number} everyMs
 * @param {(pid: number) => void} look
 * @param {{ cwd?: string, anyStatus?: boolean }} [options]
 */
export async function watched([command, ...args], everyMs, look, { cwd, anyStatus = false } = {}) {
  const child = spawn(command, args, { stdio: "ignore", cwd });
  const timer = setInterval(() => {
    if (child.pid !== undefined) look(child.pid);
  }, everyMs);
  const status = await new Promise((resolve) => child.on("exit", resolve));
  clearInterval(timer);
  if (status !== 0 && !anyStatus) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
}

/**
 * The medians in milliseconds of some works that take turns, so that whatever else the machine does hits all alike.
 * The first turn of each is not counted, nor what is done `between` two turns.
 */
export async function inTurns(rounds, works, between = async () => undefined) {
  const times = works.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, work] of works.entries()) {
      const time = await timed(work);
      await between();
      if (round > 0) times[i].push(time);
    }
  }
  return times.map(median);
}
