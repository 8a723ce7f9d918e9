// At the keyboard: what watch mode takes from a save to its verdict.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StudentRepository } from "../../dist/grader/vitest/student.fixture.js";
import { median, timed } from "./measure.js";

const SOLUTION = "plain-loops";
const JUDGED = "for file changes...";
/** Nobody saves twice in two seconds; meanwhile the next worker starts. */
const THINKING_MS = 2000;
const ROUNDS = 5;

/** Of each assignment a function that few checks use, and one that most use: their files and first lines. */
const FUNCTIONS = {
  "two-layer-nn": [
    ["src/index.ts", /^ {2}evaluate\(.*\{$/m],
    ["src/index.ts", /^ {2}forward\(.*\{$/m],
  ],
  "multi-head-attention": [
    ["src/index.ts", /^ {2}mergeHeads\(.*\{$/m],
    ["src/index.ts", /^ {2}forward\(.*\{$/m],
  ],
  "recurrent-networks": [
    ["src/gru.ts", /^ {2}backward\(.*\{$/m],
    ["src/arrays.ts", /^export function vector\(.*\{$/m],
  ],
};

/** The median in milliseconds until a change of a function, which leaves it right, is judged. */
async function afterSaves(watching, path, firstLine) {
  const source = readFileSync(path, "utf8");
  if (!firstLine.test(source)) throw new Error(`no ${firstLine} in ${path}`);
  const times = [];
  for (let round = 1; round <= ROUNDS; round++) {
    await sleep(THINKING_MS);
    // Something that changes nothing, but that no bundler can know to change nothing.
    const changed = source.replace(firstLine, (line) => `${line}\n[${round}].forEach(() => undefined);`);
    const save = async () => {
      writeFileSync(path, changed);
      await watching.until(JUDGED);
    };
    times.push(await timed(save));
  }
  return median(times);
}

/** Milliseconds from a save to the verdict, for a function that few checks use and for one that most use. */
export async function watchTimes(assignment) {
  const repository = new StudentRepository(assignment);
  await repository.start();
  repository.link();
  repository.solve(SOLUTION);
  const watching = repository.watch();
  try {
    await watching.until(JUDGED);
    const times = [];
    for (const [file, firstLine] of FUNCTIONS[assignment]) {
      times.push(await afterSaves(watching, join(repository.folder, file), firstLine));
    }
    const [few, most] = times;
    return { few, most };
  } finally {
    await watching.stop();
    repository.remove();
  }
}
