// npm run bench: what grading costs, as ratios between commands that take turns on the same machine. It measures and
// says whether the targets are met; it judges nothing, so its exit code is 0 either way.
import { join } from "node:path";
import pc from "picocolors";
import { ensureBuilt, root } from "./ensure-built.js";

const USAGE = `npm run bench [-- SIZES]: what grading costs, as ratios between commands that take turns.
  SIZES  how many submissions the classes have that a batch grades, for instance 20,40,80 (default: 50,200,400)`;

const [given = "50,200,400"] = process.argv.slice(2);
if (given === "--help" || given === "-h") {
  console.log(USAGE);
  process.exit(0);
}
const sizes = given.split(",").map(Number);
if (!sizes.every((size) => Number.isInteger(size) && size > 0)) {
  console.error(
    `npm run bench: sizes should be whole numbers above 0, as in 20,40,80; got ${given}\n\n${USAGE}`,
  );
  process.exit(2);
}

ensureBuilt();
const { assignmentIds, readAssignment } = await import("../dist/grader/assignment/read-assignment.js");
const { chooseSandbox } = await import("../dist/grader/host/index.js");
const { batchCosts } = await import("./bench/batch.js");
const { checksCpu, cpuInAll } = await import("./bench/checks-cpu.js");
const { emptyProject } = await import("./bench/empty-project.js");
const { hostStart, preparing, roundTrip, takingOver } = await import("./bench/hosts.js");
const { inTurns, run } = await import("./bench/measure.js");
const { watchTimes } = await import("./bench/watch.js");

const SUBMISSION = "assignments/two-layer-nn/corpus/correct/plain-loops";
const folder = join(root, SUBMISSION);
const node = process.execPath;
const { kind, level } = await chooseSandbox("auto");
const gradeOf = (submission) => {
  return [node, join(root, "dist/grader/cli/main.js"), "grade", submission, "--json", "--sandbox", kind];
};
const grade = gradeOf(folder);
const vitest = [node, join(root, "node_modules/vitest/vitest.mjs"), "run"];

function heading(text) {
  console.log(`\n${pc.bold(text)}`);
}

function line(name, value) {
  console.log(`  ${name.padEnd(72)}${value.padStart(10)}`);
}

const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

function target(name, value, unit, most) {
  const verdict = value <= most ? pc.green("met") : pc.yellow("not met");
  line(name, `${value.toFixed(2)}${unit}`);
  console.log(`  ${`target: at most ${most}${unit}`.padEnd(72)}${" ".repeat(10 - 7)}${verdict}`);
}

function atLeast(name, value, unit, least) {
  const verdict = value >= least ? pc.green("met") : pc.yellow("not met");
  line(name, `${value.toFixed(2)}${unit}`);
  console.log(`  ${`target: at least ${least}${unit}`.padEnd(72)}${" ".repeat(10 - 7)}${verdict}`);
}

console.log(`\nsandbox: ${kind} (${level}), Node ${process.versions.node}; medians of runs that take turns`);

heading("Grading a correct submission against a vitest that does nothing");
const empty = emptyProject(join(root, "out/bench/empty"));
const [graded, nothing] = await inTurns(7, [async () => run(grade), async () => run(vitest, { cwd: empty })]);
line(`gradecheck grade ${SUBMISSION}`, ms(graded));
line("vitest run, one test that tests nothing", ms(nothing));
target("wall time, ratio", graded / nothing, "×", 2.5);

heading("The checks themselves, in computing time");
if (process.platform === "linux") {
  const whole = await checksCpu(grade, 3);
  const idle = await checksCpu(vitest, 3, { cwd: empty });
  line("gradecheck grade: vitest's worker and its hosts, start to end", `${whole.toFixed(2)} s`);
  line("vitest run: its worker, for one test that tests nothing", `${idle.toFixed(2)} s`);
  target("the difference: what the checks take", whole - idle, " s", 1.5);
} else {
  console.log("  not measured: it takes /proc");
}

heading(
  "gradecheck grade of a correct submission of each assignment, in computing time of all its processes",
);
if (process.platform === "linux") {
  for (const id of assignmentIds()) {
    const solution = join(root, "assignments", id, "corpus/correct/plain-loops");
    target(id, await cpuInAll(gradeOf(solution), 3), " s", 3);
  }
} else {
  console.log("  not measured: it takes /proc");
}

heading("Starting a host against starting Node");
const { started, bare } = await hostStart(kind, 15);
line(`a host with the sandbox ${kind}, until it is ready`, ms(started));
line("node -e 0 in an empty environment, until it has ended", ms(bare));
target("wall time, ratio", started / bare, "×", 2);
const { limits } = readAssignment("two-layer-nn");
target("a submission takes over a host that was started ahead", await takingOver(kind, limits, 9), " ms", 5);

heading("Watch mode: from a save in a student's repository to its verdict");
for (const id of assignmentIds()) {
  const { few, most } = await watchTimes(id);
  target(`${id}, a function that few checks use`, few, " ms", 1000);
  target(`${id}, one that most use`, most, " ms", 1000);
}

heading("Grading a class against one `vitest run` for each submission");
if (process.platform === "linux") {
  const { single, batches, again } = await batchCosts(kind, sizes);
  line("vitest run in a student's repository, on average", `${single.seconds.toFixed(2)} s`);
  line("  in computing time", `${single.cpuSeconds.toFixed(2)} s`);
  for (const { size, seconds, cpuSeconds, mebibytes } of batches) {
    line(`gradecheck batch, ${size} submissions`, `${seconds.toFixed(1)} s`);
    line("  submissions per second", (size / seconds).toFixed(2));
    line("  computing time for each submission", `${(cpuSeconds / size).toFixed(2)} s`);
    line("  most memory of all its processes", `${mebibytes.toFixed(0)} MiB`);
  }
  line(`the same ${sizes.at(-1)} again, unchanged`, `${again.seconds.toFixed(1)} s`);
  const [least, most] = [batches[0], batches.at(-1)];
  const middle = batches[Math.floor(batches.length / 2)];
  const throughput = single.seconds / (middle.seconds / middle.size);
  atLeast(`throughput of ${middle.size} against single runs, ratio`, throughput, "×", 8);
  const growth = most.seconds / most.size / (least.seconds / least.size);
  target(`time for each of ${most.size} against each of ${least.size}, ratio`, growth, "×", 1.2);
  target(`memory of ${most.size} against ${least.size}, ratio`, most.mebibytes / least.mebibytes, "×", 1.5);
} else {
  console.log("  not measured: it takes /proc");
}

heading("For information");
line("asking a host for 100 numbers that it was given", ms(await roundTrip(kind, 100, 400)));
line("asking a host for 100,000 numbers that it was given", ms(await roundTrip(kind, 100_000, 40)));
line(
  "preparing the submission (reading, bundling)",
  ms(await preparing(kind, folder, readAssignment("two-layer-nn"), 5)),
);
console.log();
