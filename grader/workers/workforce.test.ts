import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readAssignment } from "../assignment/read-assignment.js";
import { descendants } from "../host/cpu-clock.js";
import { corpusFolder } from "../package/command.fixture.js";
import { planFrame, prepareSubmission } from "../run/run-plan.js";
import type { Result } from "../result/index.js";
import { type Job, Workforce } from "./workforce.js";

const manifest = readAssignment("two-layer-nn");
const plan = planFrame({ manifest, seed: 1, sandbox: "none", only: "evaluation" });

async function jobOf(id: string): Promise<Job> {
  const submission = { id, folder: corpusFolder("correct", "functional") };
  return { submission, ...(await prepareSubmission(manifest, submission, "none")) };
}

/** The workers of this process that are at work now. */
function workers(): number[] {
  return descendants(process.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("grader/workers/worker.js");
    } catch {
      return false;
    }
  });
}

async function until<Found>(look: () => Found | undefined): Promise<Found> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What a result says besides times. */
function verdicts({ checks }: Result): unknown {
  return checks.map((check) => ({ ...check, durationMs: 0 }));
}

test.runIf(process.platform === "linux")(
  "a worker that dies loses nothing: its submission is tried again alone, and recorded where it dies again",
  async () => {
    const results = new Map<string, Result>();
    const faults = new Map<string, string>();
    const workforce = new Workforce(plan, 1, {
      onResult: (result) => void results.set(result.submission.id, result),
      onFault: (id, message) => void faults.set(id, message),
    });
    workforce.add(await jobOf("one"), await jobOf("two"), await jobOf("three"));
    const finished = workforce.finish();

    const first = await until(() => workers()[0]);
    await until(() => results.get("one"));
    process.kill(first, "SIGKILL");
    // What was not yet in its hands goes on first; the one that was gets a worker of its own.
    const second = await until(() => workers().find((pid) => pid !== first));
    await until(() => results.get("three"));
    process.kill(await until(() => workers().find((pid) => pid !== first && pid !== second)), "SIGKILL");
    await finished;

    expect([...results.keys()].toSorted()).toEqual(["one", "three"]);
    expect([...faults]).toEqual([["two", expect.stringContaining("SIGKILL")]]);
    const [one, three] = [results.get("one"), results.get("three")];
    expect(three !== undefined && one !== undefined && verdicts(three)).toEqual(one && verdicts(one));
    expect(one?.checks.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(0);
  },
);

test("what is stopped tells no more, and leaves no worker behind", async () => {
  const told: string[] = [];
  const workforce = new Workforce(plan, 2, {
    onResult: (result) => void told.push(result.submission.id),
    onFault: (id) => void told.push(id),
  });
  workforce.add(await jobOf("one"), await jobOf("two"));
  const finished = workforce.finish();
  workforce.stop();
  await finished;
  expect(told).toEqual([]);
  expect(workers()).toEqual([]);
});
