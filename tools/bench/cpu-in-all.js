// What a command costs in computing time, with every process that it starts: grader, worker, bundler and hosts.
import { readFileSync } from "node:fs";
import { inTurns, median, run } from "./measure.js";

/** Linux counts in hundredths of a second, whatever its own clock does (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** Seconds of computing time of all children that have ended so far, and of all that they waited for. */
function spentByChildren() {
  const stat = readFileSync("/proc/self/stat", "utf8");
  // The name, in parentheses, may hold anything; cutime and cstime are fields 16 and 17, the name is field 2.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** For each of some commands that take turns, the medians of its computing time in seconds and its time in milliseconds. */
export async function costs(commands, rounds) {
  const seconds = commands.map(() => []);
  const works = commands.map((command, i) => async () => {
    const before = spentByChildren();
    run(command);
    seconds[i].push(spentByChildren() - before);
  });
  const times = await inTurns(rounds, works);
  return commands.map((_, i) => ({ seconds: median(seconds[i].slice(1)), ms: times[i] }));
}
