import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, gradecheck, scratchFolder } from "../package/command.fixture.js";
import type { CheckResult, Result } from "../result/index.js";
import { npmTest, repositoryIn } from "./repository.fixture.js";

/** Prints everything that it is asked, answers wrongly, and shows what it is asked in an error where it can. */
const SOURCE = `
export class TwoLayerNN {
  constructor(D, H, C) { this.C = C; this.params = {}; }
  forward(X) { console.log("asked", JSON.stringify(X)); return { y: X.map((row) => row.slice(0, this.C)) }; }
  evaluate(Y, yHat) { throw new Error("asked " + JSON.stringify([Y, yHat]).slice(0, 1000)); }
}`;

/** Numbers with so many digits that no two checks share them by chance. */
function numbersIn(text: string): Set<string> {
  return new Set(text.match(/\d\.\d{5,}/g) ?? []);
}

let folder: string;
let graded: Ended;
let result: Result;
let secrets: string[];

beforeAll(async () => {
  folder = repositoryIn(scratchFolder(), SOURCE);
  graded = await gradecheck(["grade", folder, "--sandbox", "none", "--out", join(folder, "out")]);
  result = JSON.parse(readFileSync(join(folder, "out", "result.json"), "utf8")) as Result;
  const [hidden, open] = [shownOf("hidden"), shownOf("public")];
  secrets = [...hidden].filter((number) => !open.has(number));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All telling numbers that the results of checks hold: inputs as they were printed, and what was expected. */
function shownOf(visibility: CheckResult["visibility"]): Set<string> {
  return numbersIn(JSON.stringify(result.checks.filter((check) => check.visibility === visibility)));
}

describe("of what a hidden check asks and expects", () => {
  test("there is a lot to tell, and teachers are told", () => {
    expect(secrets.length).toBeGreaterThan(50);
  });

  test.each(["report.html", "report.md"])("nothing is in a student's %s", (name) => {
    const shown = numbersIn(readFileSync(join(folder, "out", name), "utf8"));
    expect(secrets.filter((secret) => shown.has(secret))).toEqual([]);
  });

  test("nothing is on the terminal, nor in the log", () => {
    const shown = numbersIn(graded.stdout + graded.stderr);
    expect(secrets.filter((secret) => shown.has(secret))).toEqual([]);
  });

  test("nothing is in what npm test prints, which shows what public checks print", async () => {
    const { stdout, stderr } = await npmTest(folder, { GRADECHECK_SANDBOX: "none" });
    const shown = numbersIn(stdout + stderr);
    expect(shown.size).toBeGreaterThan(50);
    expect(secrets.filter((secret) => shown.has(secret))).toEqual([]);
  });

  test("nothing is in the exit code: it is that of any graded submission", () => {
    expect(graded.status).toBe(0);
  });
});
