import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Ended,
  gradecheck,
  packageCopy,
  plainEnvironment,
  scratchFolder,
} from "../package/command.fixture.js";
import { packageRoot } from "../package/root.js";
import {
  type Gradebook,
  type GradebookEntry,
  readGradebook,
  readResult,
  type Result,
} from "../result/index.js";
import { DEADLINE, TestClass } from "./batch/class.fixture.js";

const MAIN = join(packageRoot(), "dist", "grader", "cli", "main.js");
const folder = scratchFolder();
const out = join(folder, "out");
let people: TestClass;
let first: Ended;

const COMMON = ["--assignment", "two-layer-nn", "--sandbox", "auto", "--protocols", "file"];

function batch(where: string, to: string, ...more: string[]): Promise<Ended> {
  return gradecheck(["batch", where, "--out", to, ...COMMON, ...more]);
}

function gradebookIn(place: string): Gradebook {
  const read = readGradebook(JSON.parse(readFileSync(join(place, "gradebook.json"), "utf8")));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.gradebook;
}

function entryOf(place: string, id: string): GradebookEntry {
  const entry = gradebookIn(place).entries.find((one) => one.id === id);
  if (entry === undefined) throw new Error(`the gradebook has no ${id}`);
  return entry;
}

function resultOf(place: string, audience: "teacher" | "students", id: string): Result {
  const path = join(place, audience, id, "result.json");
  const read = readResult(JSON.parse(readFileSync(path, "utf8")));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.result;
}

/** What of a result may not depend on when, where and beside whom it was graded. */
function verdicts({ checks, score, submission }: Result): unknown {
  return { score, hash: submission.bundleHash, checks: checks.map((check) => ({ ...check, durationMs: 0 })) };
}

/** The hash of every file below a folder, by its path. */
function fingerprints(place: string): Record<string, string> {
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
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
    const names = changed.map(([path]) => path.slice(out.length + 1));
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

/** A folder of small submissions, some of which take a while. */
function folderOfWork(): string {
  const work = join(folder, `work-${readdirSync(folder).length}`);
  for (const id of ["one", "two", "three", "four"]) {
    mkdirSync(join(work, id, "src"), { recursive: true });
    const text = `export class TwoLayerNN { name = "${id}"; constructor() { throw new Error("not implemented"); } }\n`;
    writeFileSync(join(work, id, "src", "index.ts"), text);
  }
  return work;
}

/** Starts a batch and sends it a signal as soon as the first student is done. */
function interrupted(work: string, to: string, signal: NodeJS.Signals): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const args = [MAIN, "batch", work, "--out", to, ...COMMON, "--jobs", "1", "--json"];
    const child = spawn(process.execPath, args, {
      env: plainEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (text.includes('"event":"student"')) child.kill(signal);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

describe("a run that is ended", () => {
  test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
    "by %s loses nothing: the same command goes on",
    async (signal) => {
      const work = folderOfWork();
      const to = `${work}-out`;
      const ended = await interrupted(work, to, signal);
      expect(ended.status).toBe({ SIGINT: 130, SIGTERM: 143, SIGKILL: null }[signal]);
      expect(existsSync(join(to, "gradebook.json"))).toBe(false);
      const leftovers = readdirSync(to, { recursive: true, encoding: "utf8" }).filter((path) =>
        path.endsWith(".tmp"),
      );
      expect(leftovers).toEqual([]);
      const again = await batch(work, to);
      expect(again.status, again.stderr).toBe(0);
      const told = ended.stdout.split("\n").filter((line) => line.includes('"event":"student"'));
      expect(told.length).toBeGreaterThan(0);
      expect(again.stderr.match(/\(unchanged\)/g)?.length ?? 0).toBeGreaterThanOrEqual(told.length);
      expect(gradebookIn(to).entries.map(({ state }) => state)).toEqual([
        "graded",
        "graded",
        "graded",
        "graded",
      ]);
    },
  );
});

describe("bad input", () => {
  test("two batches in one folder: the second says so and does nothing", async () => {
    const work = folderOfWork();
    const to = `${work}-out`;
    const [one, other] = await Promise.all([batch(work, to), batch(work, to)]);
    expect(new Set([one.status, other.status])).toEqual(new Set([0, 2]));
    expect(one.stderr + other.stderr).toContain(`another batch is at work in ${to}; nothing was done`);
  });

  test.each([
    ["no such file", ["nowhere.csv"], 2, "nowhere.csv"],
    ["a student that nobody is", [folder, "--only", "nobody"], 2, "nobody"],
    ["a bad deadline", [folder, "--deadline", "tomorrow"], 2, "time zone"],
    ["no workers", [folder, "--jobs", "0"], 2, "whole number"],
    ["a protocol that is none", [folder, "--protocols", "ext"], 2, "https, ssh"],
  ])("%s", async (_, [where = "", ...more], status, text) => {
    const ended = await batch(where, join(folder, "bad"), ...more);
    expect([ended.status, ended.stderr]).toEqual([status, expect.stringContaining(text)]);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(join(folder, "bad", "gradebook.json"))).toBe(false);
  });

  test("a roster with problems tells all of them, with their lines", async () => {
    const roster = join(folder, "bad.csv");
    writeFileSync(roster, "id,name,email,repository\na,A,,https://x.org/a\na,B,,\n,C,,https://x.org/c\n");
    const { status, stderr } = await batch(roster, join(folder, "bad"));
    expect(status).toBe(2);
    for (const line of [3, 4]) expect(stderr).toContain(`line ${line}`);
    expect(stderr.split("\n").filter((line) => line.startsWith("  line")).length).toBeGreaterThanOrEqual(3);
  });

  test("a folder that cannot be written to", async () => {
    writeFileSync(join(folder, "file"), "");
    const { status, stderr } = await batch(folderOfWork(), join(folder, "file", "below"));
    expect(status).toBe(2);
    expect(stderr).toContain("cannot be written to");
  });

  const mayMount = process.platform === "linux" && process.getuid?.() === 0;
  if (!mayMount) console.warn("SKIPPED: the test of a full disk has to mount one, for which it must be root");

  test.runIf(mayMount)(
    "a full disk ends it as a fault of the machine, with nothing half-written",
    async () => {
      const disk = join(folder, "disk");
      mkdirSync(disk);
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=128k", "tmpfs", disk], {
        encoding: "utf8",
      });
      expect(mounted.stderr).toBe("");
      try {
        const { status, stderr } = await batch(folderOfWork(), disk);
        expect(status).toBe(3);
        expect(stderr).toContain("no space left on device");
        expect(stderr).not.toMatch(/^\s+at /m);
        const files = readdirSync(disk, { recursive: true, encoding: "utf8" });
        expect(files.filter((path) => path.endsWith(".tmp"))).toEqual([]);
        for (const path of files.filter((one) => one.endsWith("result.json"))) {
          expect(readResult(JSON.parse(readFileSync(join(disk, path), "utf8"))).ok).toBe(true);
        }
      } finally {
        spawnSync("umount", [disk]);
      }
    },
  );

  test("a sandbox that does not work here ends it before anything is graded", async () => {
    const copy = packageCopy();
    rmSync(join(copy, "dist", "host.cjs"));
    const args = ["batch", folderOfWork(), "--out", join(folder, "bare"), "--assignment", "two-layer-nn"];
    const { status, stderr } = await gradecheck(args, {}, copy);
    expect(status).toBe(3);
    expect(stderr).toContain("does not work here");
    expect(existsSync(join(folder, "bare", "gradebook.json"))).toBe(false);
  });
});
