// What a command costs with everything that it starts, as /proc tells it while it runs.
import { readFileSync } from "node:fs";
import { descendants } from "../../dist/grader/host/cpu-clock.js";
import { timed, watched } from "./measure.js";

const LOOK_MS = 20;
const TICKS_PER_SECOND = 100;
const PAGE_KIB = 4;

function read(path) {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** Seconds of computing time of one process so far; 0 where it has ended. */
function cpuSeconds(pid) {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
}

/** MiB of memory that one process alone has: what processes share is not counted for each of them. */
function ownMebibytes(pid) {
  const [, resident = 0, shared = 0] = read(`/proc/${pid}/statm`).split(" ").map(Number);
  return ((resident - shared) * PAGE_KIB) / 1024;
}

/** Wall seconds, CPU seconds and the most memory in MiB of a command, whatever it ends with. */
export async function classCost(command, cwd) {
  const cpu = new Map();
  let most = 0;
  const look = (top) => {
    let memory = 0;
    for (const pid of [top, ...descendants(top)]) {
      cpu.set(pid, Math.max(cpu.get(pid) ?? 0, cpuSeconds(pid)));
      memory += ownMebibytes(pid);
    }
    most = Math.max(most, memory);
  };
  const ms = await timed(() => watched(command, LOOK_MS, look, { cwd, anyStatus: true }));
  const total = [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
  return { seconds: ms / 1000, cpuSeconds: total, mebibytes: most };
}
