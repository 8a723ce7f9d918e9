// What grading one submission costs in computing time, from the start of its processes to their end.
import { readFileSync } from "node:fs";
import { descendants } from "../../dist/grader/host/cpu-clock.js";
import { median } from "./measure.js";
import { costOf } from "./process-tree.js";

function isWorker(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("vitest/dist/workers/");
  } catch {
    return false;
  }
}

async function medianSeconds(rounds, command, options) {
  const all = [];
  for (let round = 0; round < rounds; round++) all.push((await costOf(command, options)).cpuSeconds);
  return median(all);
}

/** Seconds of vitest's worker, which asks and judges, and of the hosts below it, which run the submission. */
export function checksCpu(command, rounds, options = {}) {
  return medianSeconds(rounds, command, { ...options, topOf: (pid) => descendants(pid).find(isWorker) });
}

/** Seconds of all processes of a command: grader, bundler, worker, hosts. */
export function cpuInAll(command, rounds) {
  return medianSeconds(rounds, command);
}
