import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readAssignment } from "../assignment/read-assignment.js";
import { descendants } from "../host/cpu-clock.js";
import { corpusFolder, temporaryFolder } from "../package/command.fixture.js";
import { planFrame, prepareSubmission } from "../run/run-plan.js";
import type { Result } from "../result/index.js";
import { type Job, Workforce } from "./workforce.js";

const manifest = readAssignment("two-layer-nn");
const plan = planFrame({ manifest, seed: 1, sandbox: "none", only: "evaluation" });

/** A submission with a folder of its own, as every student has one. */
async function jobOf(id: string): Promise<Job> {
  const folder = join(temporaryFolder(), id);
  cpSync(corpusFolder("correct", "functional"), folder, { recursive: true });
  const submission = { id, folder };
  return { submission, ...(await prepareSubmission(manifest, submission, "none")) };
}

/** The workers of this process that are at work now; what they start themselves looks like them for a moment. */
function workers(): number[] {
  return descendants(process.pid).filter((pid) => {
    try {
      const isChild = readFileSync(`/proc/${pid}/status`, "utf8").includes(`\nPPid:\t${process.pid}\n`);
      return isChild && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("grader/workers/worker.js");
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
    let first = 0;
    const workforce = new Workforce(plan, 1, {
      onResult: (result) => {
        results.set(result.submission.id, result);
        // At once, for the second is in its hands by now and takes no longer than the first.
        if (result.submission.id === "one") process.kill(first, "SIGKILL");
      },
      onFault: (id, message) => void faults.set(id, message),
    });
    workforce.add(await jobOf("one"), await jobOf("two"), await jobOf("three"));
    const finished = workforce.finish();

    first = await until(() => workers()[0]);
    await until(() => results.get("one"));
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
