// What judging costs in computing time: that of vitest's worker, which asks and judges, and of the hosts below it, which
// run the submission, as /proc tells it. All of both is counted, from their start to their end.
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

/** Milliseconds of computing time of the worker of a `gradecheck grade`, and of the hosts that it starts. */
async function cpuBelow(command) {
  const clocks = new Map();
  let worker;
  await watched(command, LOOK_MS, (pid) => {
    worker ??= descendants(pid).find(isWorker);
    if (worker === undefined) return;
    for (const one of [worker, ...descendants(worker)]) {
      if (!clocks.has(one)) clocks.set(one, new CpuClock(one));
    }
    for (const clock of clocks.values()) clock.read();
  });
  if (worker === undefined) throw new Error("no worker of vitest's was seen");
  let total = 0;
  for (const clock of clocks.values()) {
    total += clock.read();
    clock.close();
  }
  return total;
}

/** The same in seconds, the median of some runs. */
export async function checksCpu(grade, rounds) {
  const all = [];
  for (let round = 0; round < rounds; round++) all.push(await cpuBelow(grade));
  return median(all) / 1000;
}
