import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { processesBelow, StudentRepository, type Watching } from "./student.fixture.js";

const JUDGED = "for file changes...";
const WRONG = 'throw new TypeError("no marks");';
/** For each call; long enough to end a process meanwhile. */
const SLOW = "for (const start = Date.now(); Date.now() < start + 40; );";
/** A process may take a while to start or to end. */
const PATIENCE = { timeout: 60_000 };

const repository = new StudentRepository();

beforeAll(async () => {
  await repository.start();
  repository.link();
});
afterAll(() => repository.remove());

function watched(...args: string[]): Watching {
  repository.solve("plain-loops");
  const watching = repository.watch(...args);
  onTestFinished(() => watching.stop());
  return watching;
}

async function standingJudge({ pid }: Watching): Promise<number> {
  let judges: number[] = [];
  // What it starts looks like itself for a moment.
  await expect.poll(() => (judges = processesBelow(pid, "standing-judge.js")), PATIENCE).toHaveLength(1);
  return judges[0] ?? 0;
}

async function gone(pids: readonly number[]): Promise<void> {
  await expect.poll(() => pids.filter((pid) => existsSync(`/proc/${pid}`)), PATIENCE).toEqual([]);
}

const EVALUATION_OPEN = /✗ Evaluation +\S+ +0 \/ 6$/m;
const EVALUATION_DONE = /✓ Evaluation +\S+ +6 \/ 6$/m;

/** The hosts below vitest's own workers, looked for as long as something goes on. */
async function workersHosts({ pid }: Watching, meanwhile: Promise<string>): Promise<number[]> {
  const seen = new Set<number>();
  const look = (): void => {
    const workers = processesBelow(pid, "workers/forks.js");
    for (const host of workers.flatMap((worker) => processesBelow(worker, "host.cjs"))) seen.add(host);
  };
  const timer = setInterval(look, 20);
  await meanwhile;
  clearInterval(timer);
  return [...seen];
}

// What runs below a process, only Linux tells.
describe.skipIf(process.platform !== "linux")("one process", () => {
  test("judges from save to save, and vitest's workers hear of it", async () => {
    const watching = watched("-t", "evaluation");
    const judge = await standingJudge(watching);
    expect(await watching.until(JUDGED)).toMatch(EVALUATION_DONE);
    for (const [line, verdict] of [
      [`${SLOW} ${WRONG}`, EVALUATION_OPEN],
      [SLOW, EVALUATION_DONE],
    ] as const) {
      repository.solve("plain-loops");
      repository.insert("evaluate", line);
      const judged = watching.until(JUDGED);
      expect(await workersHosts(watching, judged)).toEqual([]);
      expect(await judged).toMatch(verdict);
      expect(await standingJudge(watching)).toBe(judge);
    }
  });

  test.each(["SIGTERM", "SIGKILL"] as const)(
    "goes with vitest, and so does its host, where vitest ends by %s",
    async (signal) => {
      const watching = watched("-t", "evaluation");
      await watching.until(JUDGED);
      const judge = await standingJudge(watching);
      await expect.poll(() => processesBelow(judge).length, PATIENCE).toBeGreaterThan(0);
      const all = [judge, ...processesBelow(judge)];
      await watching.stop(signal);
      await gone(all);
    },
  );

  test("may die: the next run does without it, and has another one follow", async () => {
    const watching = watched("-t", "evaluation");
    await watching.until(JUDGED);
    const first = await standingJudge(watching);
    process.kill(first, "SIGKILL");
    await gone([first]);
    repository.insert("evaluate", WRONG);
    expect(await watching.until(JUDGED)).toMatch(EVALUATION_OPEN);
    expect(await standingJudge(watching)).not.toBe(first);
    repository.solve("plain-loops");
    expect(await watching.until(JUDGED)).toMatch(EVALUATION_DONE);
  });

  test("may die in the midst of a run: the worker judges what is missing", async () => {
    const watching = watched();
    await watching.until(JUDGED);
    const judge = await standingJudge(watching);
    repository.insert("evaluate", `${SLOW} ${WRONG}`);
    await watching.until("RERUN");
    await expect.poll(() => processesBelow(judge, "host.cjs").length, PATIENCE).toBeGreaterThan(0);
    process.kill(judge, "SIGKILL");
    const shown = await watching.until(JUDGED);
    expect(shown).toMatch(EVALUATION_OPEN);
    expect(shown).toMatch(/✓ Backward pass +\S+ +(\d+) \/ \1$/m);
  });
});

test("what is saved during the first run is judged after it, and stays judged", async () => {
  const watching = watched();
  await watching.until("DEV");
  repository.insert("evaluate", WRONG);
  // The first run is of what was there when it began.
  expect(await watching.until(JUDGED)).toMatch(/Total +\S+ +100 \/ 100/);
  expect(await watching.until(JUDGED)).toMatch(EVALUATION_OPEN);
  // Something else that concerns few checks, and none of those.
  repository.insert("computeLoss", "[0].forEach(() => undefined);");
  expect(await watching.until(JUDGED)).toMatch(EVALUATION_OPEN);
});
