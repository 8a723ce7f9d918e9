import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, gradecheck, scratchFolder } from "../package/command.fixture.js";
import { readResult, type Result } from "../result/index.js";
import { batch, entryOf, gradebookIn, resultOf } from "./batch/batching.fixture.js";
import { DEADLINE, TestClass } from "./batch/class.fixture.js";
import { bytesOf } from "./files.fixture.js";

const folder = scratchFolder();
const out = join(folder, "out");
let people: TestClass;
let first: Ended;

/** What of a result may not depend on when, where and beside whom it was graded. */
function verdicts({ checks, score, submission }: Result): unknown {
  return { score, hash: submission.bundleHash, checks: checks.map((check) => ({ ...check, durationMs: 0 })) };
}

/** The hash of every file below a folder, by its path from there. */
function fingerprints(place: string): Record<string, string> {
  const hash = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
  return Object.fromEntries(Object.entries(bytesOf(place)).map(([path, bytes]) => [path, hash(bytes)]));
}

beforeAll(async () => {
  people = new TestClass(join(folder, "class"));
  first = await batch(people.roster, out, "--deadline", DEADLINE, "--hidden-seed", "77");
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a class of 60", () => {
  test("is graded to the end, whatever is in it", () => {
    expect(first.status, first.stderr).toBe(0);
    const { entries, deadline, hiddenSeed } = gradebookIn(out);
    expect(entries.map(({ id }) => id)).toEqual(people.members.map(({ id }) => id));
    expect({ count: entries.length, deadline, hiddenSeed }).toEqual({
      count: 60,
      deadline: DEADLINE,
      hiddenSeed: 77,
    });
  });

  test("ends for everybody as it must", () => {
    for (const { id, state, score, tells } of people.members) {
      const entry = entryOf(out, id);
      expect([id, entry.state]).toEqual([id, state]);
      expect([id, entry.score]).toEqual([id, state === "graded" ? (score ?? entry.checksScore) : null]);
      const codes = entry.findings.map((finding) => finding.code);
      if (state === "graded") {
        codes.push(...resultOf(out, "teacher", id).submission.problems.map(({ finding }) => finding.code));
      }
      if (tells !== undefined) expect([id, codes]).toEqual([id, expect.arrayContaining([tells])]);
      if (state === "not-collected") expect([id, codes.length > 0]).toEqual([id, true]);
    }
    expect(existsSync("/tmp/owned")).toBe(false);
  });

  test("says of everybody which commit was graded and what its time was taken from", () => {
    expect(entryOf(out, "functional").handedIn).toMatchObject({
      ref: "main",
      reliedOn: "committer-date",
      lateMinutes: 0,
    });
    expect(entryOf(out, "on-master").handedIn?.ref).toBe("master");
    expect(entryOf(out, "pushed-late").handedIn?.reliedOn).toBe("push-log");
    expect(entryOf(out, "syntax").handedIn?.commit).toMatch(/^[0-9a-f]{40}$/);
  });

  test("gives each the verdicts that the same work gets alone", async () => {
    for (const id of ["functional", "forward-relu"]) {
      const work = entryOf(out, id).handedIn?.commit ?? "";
      const files = join(out, ".gradecheck", "submissions", id, work);
      const alone = await gradecheck([
        "grade",
        files,
        "--assignment",
        "two-layer-nn",
        "--hidden-seed",
        "77",
        "--json",
      ]);
      const read = readResult(JSON.parse(alone.stdout));
      if (!read.ok) throw new Error(alone.stderr);
      expect(verdicts(resultOf(out, "teacher", id))).toEqual(verdicts(read.result));
    }
  });

  test("hands students nothing of hidden checks but the verdict, and teachers all of it", () => {
    const hidden = (audience: "teacher" | "students"): Result["checks"] =>
      resultOf(out, audience, "forward-relu").checks.filter(({ visibility }) => visibility === "hidden");
    const open = hidden("teacher").filter(({ outcome }) => outcome === "failed");
    expect(open.length).toBeGreaterThan(0);
    expect(open.every(({ details }) => details.findings.length > 0)).toBe(true);
    for (const { details, message, diagnosis, durationMs } of hidden("students")) {
      expect([message, diagnosis, durationMs, details.findings, details.reproduce]).toEqual([
        "",
        null,
        0,
        [],
        "",
      ]);
    }
    const text = readFileSync(join(out, "students", "forward-relu", "report.html"), "utf8");
    for (const { message } of open) expect(text).not.toContain(message);
    expect(text).not.toContain("--hidden-seed");
  });

  test("gets a class report, a gradebook for spreadsheets and reports that lie where it says", () => {
    expect(readFileSync(join(out, "index.html"), "utf8")).toContain("김하늘");
    expect(readFileSync(join(out, "gradebook.csv"), "utf8")).toContain("김하늘, 학생");
    for (const { files, state } of gradebookIn(out).entries) {
      for (const place of [files.student, files.teacher]) {
        expect(place !== null && existsSync(join(out, place, "report.html"))).toBe(state === "graded");
      }
    }
  });
});

describe("a second run", () => {
  test("remembers everything that has not changed, and writes the same bytes", async () => {
    const before = fingerprints(out);
    const again = await batch(people.roster, out, "--deadline", DEADLINE, "--hidden-seed", "77", "--json");
    const events = again.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; state?: string; remembered?: boolean });
    const graded = events.filter((event) => event.event === "student" && event.state === "graded");
    expect(graded.length).toBeGreaterThan(40);
    expect(graded.every(({ remembered }) => remembered)).toBe(true);
    const changed = Object.entries(fingerprints(out)).filter(([path, hash]) => before[path] !== hash);
    const names = changed.map(([path]) => path);
    // Only the gradebook and the class report say when they were made.
    expect(names.toSorted()).toEqual(["gradebook.json", "index.html"]);
  });

  test("grades what has changed, says so where a branch was rewritten, and leaves the others out where asked", async () => {
    people.repository("s59").handIn([{ at: DEADLINE, files: { "README.md": "gone" } }], null);
    const again = await batch(
      people.roster,
      out,
      "--deadline",
      DEADLINE,
      "--hidden-seed",
      "77",
      "--only",
      "s59,s58",
    );
    expect(again.status, again.stderr).toBe(0);
    expect(again.stderr.match(/^s\d\d: /gm)).toHaveLength(2);
    expect(again.stderr).toContain("s58: 0 of 100 (unchanged)");
    const { findings, state } = entryOf(out, "s59");
    expect([state, findings.map(({ code }) => code)]).toEqual(["graded", ["collect.rewritten"]]);
    expect(resultOf(out, "teacher", "s59").submission.problems[0]?.finding.code).toBe(
      "prepare.no-entry-empty",
    );
    expect(entryOf(out, "functional").score).toBe(100);
  });

  test("applies marks by hand, keeps them, and flags those whose checks have ended otherwise", async () => {
    const marks = join(out, "adjustments.csv");
    writeFileSync(marks, "id,target,points,reason\nforward-relu,forward,2.5,A typo in the handout\n");
    await batch(people.roster, out, "--deadline", DEADLINE, "--hidden-seed", "77", "--only", "forward-relu");
    const { checksScore, score, adjustments } = entryOf(out, "forward-relu");
    expect(score).toBe((checksScore ?? 0) + 2.5);
    expect(adjustments).toMatchObject([{ target: "forward", stale: false }]);
    for (const audience of ["students", "teacher"]) {
      const report = readFileSync(join(out, audience, "forward-relu", "report.html"), "utf8");
      expect(report).toContain("A typo in the handout");
    }
    // Another seed for hidden checks changes nothing; repaired work does.
    const right = people.repository("functional").onServer("rev-parse", "main");
    const { server } = people.repository("functional");
    people
      .repository("forward-relu")
      .onServer("fetch", "--quiet", "--force", server, `${right}:refs/heads/main`);
    await batch(people.roster, out, "--deadline", DEADLINE, "--hidden-seed", "77", "--only", "forward-relu");
    const mended = entryOf(out, "forward-relu");
    expect([mended.checksScore, mended.score, mended.adjustments[0]?.stale]).toEqual([100, 102.5, true]);
    rmSync(marks);
  });
});
