import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { lateSubmissions } from "../../specs/kit/late-submissions.js";
import type { PlannedSubmission } from "../../specs/kit/plan.js";
import { InfrastructureError } from "../host/index.js";
import { LateFile } from "./late-file.js";

const SUBMISSION: PlannedSubmission = {
  id: "a",
  folder: "/a",
  ready: true,
  code: "1;",
  body: null,
  map: "{}",
};

interface Later {
  readonly promise: Promise<readonly PlannedSubmission[]>;
  readonly resolve: (submissions: readonly PlannedSubmission[]) => void;
  readonly reject: (cause: Error) => void;
}

/** A promise that is kept or broken from outside. */
function later(): Later {
  let settle: Omit<Later, "promise"> | undefined;
  const promise: Later["promise"] = new Promise((resolve, reject) => (settle = { resolve, reject }));
  if (settle === undefined) throw new Error("a promise starts at once");
  return { promise, ...settle };
}

test("what is known later arrives whole, and nothing of it stays", async () => {
  const submissions = later();
  const file = new LateFile(submissions.promise);
  const looking = lateSubmissions(file.path);
  submissions.resolve([SUBMISSION]);
  expect(await looking).toEqual([SUBMISSION]);
  expect(readdirSync(dirname(file.path))).toEqual(["submissions.json"]);
  await file.close();
  expect(existsSync(dirname(file.path))).toBe(false);
});

test("of what cannot be prepared, there is none", async () => {
  const submissions = later();
  const file = new LateFile(submissions.promise);
  submissions.reject(new Error("the bundler did not start"));
  expect(await lateSubmissions(file.path)).toEqual([]);
  await file.close();
});

test("where it cannot be written, the looking ends and the fault is told", async () => {
  const submissions = later();
  const file = new LateFile(submissions.promise);
  const looking = lateSubmissions(file.path);
  rmSync(dirname(file.path), { recursive: true });
  submissions.resolve([SUBMISSION]);
  expect(await looking).toEqual([]);
  await expect(file.close()).rejects.toThrow(InfrastructureError);
});
