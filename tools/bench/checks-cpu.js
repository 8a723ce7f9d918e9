// What grading costs in computing time, as /proc tells it while the processes run, from their start to their end. A host
// that is killed is counted like any other, which the times that a parent is told of its children leave out.
import { readFileSync } from "node:fs";
import { CpuClock, descendants } from "../../dist/grader/host/cpu-clock.js";
import { median, watched } from "./measure.js";

const LOOK_MS = 5;

function isWorker(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("vitest/dist/workers/");
  } catch {
    return false;
  }
}

/** Milliseconds of computing time of one process of a command, chosen by `topOf`, and of all below it. */
async function cpuBelow(command, topOf) {
  const clocks = new Map();
  let top;
  await watched(command, LOOK_MS, (pid) => {
    top ??= topOf(pid);
    if (top === undefined) return;
    for (const one of [top, ...descendants(top)]) {
      if (!clocks.has(one)) clocks.set(one, new CpuClock(one));
    }
    for (const clock of clocks.values()) clock.read();
  });
  if (top === undefined) throw new Error("the process to measure was not seen");
  let total = 0;
  for (const clock of clocks.values()) {
    total += clock.read();
    clock.close();
  }
  return total;
}

async function medianSeconds(rounds, measure) {
  const all = [];
  for (let round = 0; round < rounds; round++) all.push(await measure());
  return median(all) / 1000;
}

/** Seconds of vitest's worker, which asks and judges, and of the hosts below it, which run the submission. */
export function checksCpu(grade, rounds) {
  const workerOf = (pid) => descendants(pid).find(isWorker);
  return medianSeconds(rounds, () => cpuBelow(grade, workerOf));
}

/** Seconds of all processes of a command: grader, bundler, worker, hosts. */
export function cpuInAll(command, rounds) {
  return medianSeconds(rounds, () => cpuBelow(command, (pid) => pid));
}
