import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../package/command.fixture.js";
import { materialize, readCorpus, type Mutant } from "./corpus.js";
import { AssignmentError, readerOf } from "./edge.js";
import { manifestSchema } from "./manifest.schema.js";
import { assignmentIds, readAssignment } from "./read-assignment.js";
import { assignmentFolder, readTexts } from "./texts.js";

/** What is wrong with a file of this text as a manifest. */
function problemsOf(text: string): readonly string[] {
  const path = join(temporaryFolder({ "assignment.json": text }), "assignment.json");
  try {
    readerOf(manifestSchema)(path);
    return [];
  } catch (error) {
    if (error instanceof AssignmentError && error.message.includes(path)) return error.problems;
    throw error;
  }
}

describe("a manifest", () => {
  const good = JSON.stringify(readAssignment("two-layer-nn"));

  test("that is whole is read", () => {
    expect(problemsOf(good)).toEqual([]);
  });

  test("may say what becomes of late work, and does so wholly or not at all", () => {
    const withLate = (late: object): readonly string[] =>
      problemsOf(JSON.stringify({ ...(JSON.parse(good) as object), late })).map(
        (one) => one.split(" ")[0] ?? "",
      );
    const late = { graceMinutes: 30, percentPerDay: 10, floorPercent: 50 };
    expect([withLate(late), withLate({ ...late, lastDay: 7 })]).toEqual([[], []]);
    expect(withLate({ graceMinutes: -1, percentPerDay: 101, lastDay: 1.5, colour: 1 })).toEqual([
      "/late",
      "/late",
      "/late/graceMinutes",
      "/late/percentPerDay",
      "/late/lastDay",
    ]);
  });

  test("that is broken tells all its problems at once, each with its path", () => {
    const manifest = JSON.parse(good) as Record<string, unknown>;
    delete manifest["version"];
    const broken = {
      ...manifest,
      entry: 3,
      parts: [{ id: "forward", points: -1 }, { id: "loss" }],
      limits: { ...(manifest["limits"] as object), memoryMiB: "512", wallFactor: 0.5 },
      languages: ["en", "fr"],
      colour: "blue",
    };
    const problems = problemsOf(JSON.stringify(broken)).map((problem) => problem.split(" ")[0]);
    expect(new Set(problems)).toEqual(
      new Set([
        "/",
        "/entry",
        "/parts/0/points",
        "/parts/1",
        "/limits/memoryMiB",
        "/limits/wallFactor",
        "/languages/1",
      ]),
    );
    expect(problemsOf(JSON.stringify(broken)).join("\n")).toMatch(/'version'[^]*got "512"/);
  });

  test("that is no JSON, or not there, says so", () => {
    expect(problemsOf("{")).toHaveLength(1);
    expect(() => readerOf(manifestSchema)("/nowhere.json")).toThrow(AssignmentError);
    expect(() => readAssignment("nothing")).toThrow("no such assignment; there are");
  });
});

describe.each(assignmentIds())("%s", (id) => {
  const corpus = readCorpus(id);
  const [english, korean] = [readTexts(id, "en"), readTexts(id, "ko")];

  test("has the same parts, checks and hints in every language", () => {
    for (const key of ["parts", "checks", "hints"] as const) {
      expect(Object.keys(korean[key])).toEqual(Object.keys(english[key]));
    }
    expect(Object.keys(english.parts)).toEqual(readAssignment(id).parts.map((part) => part.id));
    expect(Object.keys(english)).toEqual(Object.keys(korean));
    for (const { title, expected } of Object.values(korean.checks)) {
      expect([title === "", expected === ""]).toEqual([false, false]);
    }
  });

  test("has a hint for every mutant, a mutant for every hint, and a check for all that they lose", () => {
    const used = new Set(corpus.mutants.map(({ hint }) => hint));
    expect([...used].filter((hint) => english.hints[hint] === undefined)).toEqual([]);
    expect(Object.keys(english.hints).filter((hint) => !used.has(hint))).toEqual([]);
    const named = [
      ...corpus.mutants.flatMap(({ loses }) => loses),
      ...corpus.partial.flatMap(({ expected }) => Object.keys(expected.outcomes)),
    ];
    expect([...new Set(named)].filter((check) => english.checks[check] === undefined)).toEqual([]);
  });

  test("has mutants that fit what they are edits of", () => {
    for (const mutant of corpus.mutants) {
      const folder = temporaryFolder();
      materialize(id, mutant, folder);
      for (const { file, replace } of mutant.edits) {
        expect(readFileSync(join(folder, file), "utf8")).toContain(replace);
      }
    }
  });

  test("has the starter among its unfinished submissions", () => {
    const texts = (folder: string): [string, string][] =>
      readdirSync(folder)
        .toSorted()
        .map((file) => [file, readFileSync(join(folder, file), "utf8")]);
    const starter = join(assignmentFolder(id), "starter", "src");
    expect(texts(join(assignmentFolder(id), "corpus", "partial", "starter", "src"))).toEqual(texts(starter));
  });
});

describe("an edit that does not fit", () => {
  const mutant = (find: string): Mutant => ({
    id: "test",
    bug: "",
    base: "plain-loops",
    edits: [{ file: "src/index.ts", find, replace: "" }],
    loses: [],
    hint: "",
    core: false,
  });

  test.each([
    ["zebra", "occurs 0 times"],
    ["forward", /occurs [2-9]\d* times/],
  ])("%s", (find, sentence) => {
    const apply = (): void => materialize("two-layer-nn", mutant(find), temporaryFolder());
    expect(apply).toThrow(AssignmentError);
    expect(apply).toThrow(sentence);
  });
});
