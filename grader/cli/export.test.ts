import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { gradecheck, temporaryFolder, type Ended } from "../package/command.fixture.js";
import { exampleGradebook } from "../result/gradebook.example.js";
import { gradebookText, readGradebook, readResult, resultText, type Result } from "../result/index.js";
import { exampleResult } from "../result/result.example.js";
import { filesOf } from "./files.fixture.js";

/** The example with a finding that has a sentence, and a hidden check. */
function result(): Result {
  const [check] = exampleResult().checks;
  if (check === undefined) throw new Error("the example has a check");
  const findings = [{ code: "check.not-implemented", values: { call: "forward" } }];
  const open = { ...check, details: { ...check.details, findings } };
  const hidden = { ...check, id: "forward.unseen", visibility: "hidden" as const, message: "a secret" };
  return {
    ...exampleResult(),
    submission: { ...exampleResult().submission, problems: [] },
    maxScore: 20,
    score: 7,
    checks: [open, hidden],
    parts: [{ id: "forward", score: 7, maxScore: 20 }],
  };
}

const single = (given: Result = result()): string => temporaryFolder({ "result.json": resultText(given) });

/** A folder as a batch leaves it. */
function batch(files: Readonly<Record<string, string>> = {}): string {
  return temporaryFolder({
    "gradebook.json": gradebookText(exampleGradebook()),
    "students/ada/result.json": resultText(result()),
    ...files,
  });
}

const exported = (...args: string[]): Promise<Ended> => gradecheck(["export", ...args]);

describe("a single result", () => {
  test("goes to stdout in every format of one, and to a file", async () => {
    const folder = single();
    const gradescope = await exported(folder, "--format", "gradescope");
    expect(gradescope).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(gradescope.stdout)).toMatchObject({
      tests: [{ score: 3.5, max_score: 10 }, { score: 3.5 }],
    });

    const out = join(folder, "deep", "classroom.txt");
    const classroom = await exported(join(folder, "result.json"), "--format", "classroom", "--out", out);
    expect(classroom).toMatchObject({ status: 0, stdout: "", stderr: `wrote ${out}\n` });
    const decoded: unknown = JSON.parse(Buffer.from(readFileSync(out, "utf8"), "base64").toString("utf8"));
    expect(decoded).toMatchObject({ version: 1, max_score: 20, tests: [{}, {}] });

    const junit = await exported(folder, "--format", "junit", "--lang", "ko");
    const document = new DOMParser().parseFromString(junit.stdout, "text/xml");
    expect(document.getElementsByTagName("testcase")).toHaveLength(2);

    const csv = await exported(folder, "--format", "csv");
    expect(parse(csv.stdout, { bom: true, columns: true })).toHaveLength(2);

    const json = await exported(folder, "--format", "json");
    const read = readResult(JSON.parse(json.stdout));
    expect(read.ok && read.result.checks.map(({ message }) => message)).toEqual(["y is off.", ""]);
    for (const { stdout } of [gradescope, junit, csv, json]) expect(stdout).not.toContain("secret");
  });

  test("of a part of the checks is no score to publish", async () => {
    const partial = result();
    const [check] = partial.checks;
    if (check !== undefined) check.details.findings = [{ code: "check.left-out", values: {} }];
    const folder = single(partial);
    for (const format of ["gradescope", "classroom", "junit", "csv"]) {
      const { status, stdout, stderr } = await exported(folder, "--format", format);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toContain("grade the whole submission");
    }
  });
});

describe("a gradebook", () => {
  test("is written for spreadsheets, as it is, and for Canvas and Moodle", async () => {
    const folder = batch();
    const csv = await exported(folder, "--format", "csv");
    expect(csv.stdout.startsWith("\uFEFFid,name,email")).toBe(true);
    const json = await exported(folder, "--format", "json");
    expect(readGradebook(JSON.parse(json.stdout))).toEqual({ ok: true, gradebook: exampleGradebook() });

    const canvas = await exported(folder, "--format", "canvas", "--column", "NN (7)", "--canvas-ids", "sis");
    expect(parse(canvas.stdout, { columns: true })[1]).toMatchObject({
      "SIS User ID": "ada",
      "NN (7)": "4.65",
    });
    expect(canvas.stderr).toBe("kim (김하늘) has no score; nothing was written.\n1 score written\n");

    const moodle = await exported(folder, "--format", "moodle", "--lang", "ko");
    expect(parse(moodle.stdout, { columns: true })).toMatchObject([
      { useremail: "ada@example.org", score: "4.65" },
    ]);
    expect(moodle.stderr).toBe("kim(김하늘): 점수가 없어서 쓰지 않았어요.\n1 score written\n");
  });

  test("fills the files that were downloaded", async () => {
    const folder = batch({
      "canvas.csv":
        "Student,ID,SIS Login ID,Section,A two-layer neural network from scratch (7)\nAda,1,ada,A,\n",
      "sheet.csv":
        "Identifier,Full name,Email,Status,Grade,Maximum,Can,Changed\nParticipant 1,Ada,ada@example.org,x,,10.00,Yes,-\n",
    });
    const [canvasFile, worksheet] = [join(folder, "canvas.csv"), join(folder, "sheet.csv")];
    const canvas = await exported(folder, "--format", "canvas", "--canvas-file", canvasFile);
    expect(canvas.stderr).toBe("kim (김하늘) is not in the file.\n1 score written\n");
    expect(canvas.stdout).toBe(readFileSync(canvasFile, "utf8").replace("A,\n", "A,4.65\n"));
    const moodle = await exported(folder, "--format", "moodle", "--worksheet", worksheet, "--out", worksheet);
    expect(moodle.status).toBe(0);
    expect(readFileSync(worksheet, "utf8")).toContain("ada@example.org,x,4.65,10.00,Yes,-\n");
  });

  test("gives a file for each student, with the score that counts, from what students may see", async () => {
    const folder = batch();
    const out = join(folder, "out");
    const { status, stderr } = await exported(folder, "--format", "gradescope", "--out", out);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `kim (김하늘) has no result; no file was written.\nwrote the file of 1 student into ${out}\n`,
    });
    const files = filesOf(out);
    expect(Object.keys(files)).toEqual([join("ada", "results.json")]);
    expect(JSON.parse(files[join("ada", "results.json")] ?? "")).toMatchObject({ score: 4.65 });

    await exported(folder, "--format", "classroom", "--out", out);
    await exported(folder, "--format", "junit", "--out", out);
    expect(Object.keys(filesOf(out)).toSorted()).toEqual(
      ["classroom.txt", "junit.xml", "results.json"].map((name) => join("ada", name)),
    );
  });

  test("writes nothing where a student's result cannot be read", async () => {
    const folder = batch({ "students/ada/result.json": '{"schema":"gradecheck/result@0"}' });
    const out = join(folder, "out");
    mkdirSync(out);
    const { status, stderr } = await exported(folder, "--format", "junit", "--out", out);
    expect(status).toBe(2);
    expect(stderr).toContain("nothing was written:\n  ");
    expect(stderr).toContain('\n    /schema should be "gradecheck/result@1"');
    expect(filesOf(out)).toEqual({});
  });

  test("does not lead out of its folder", async () => {
    const gradebook = exampleGradebook();
    const [ada] = gradebook.entries;
    if (ada !== undefined) ada.files = { student: "../elsewhere", teacher: null };
    const folder = temporaryFolder({
      "in/gradebook.json": gradebookText(gradebook),
      "elsewhere/result.json": resultText(result()),
    });
    const { status, stderr } = await exported(
      join(folder, "in"),
      "--format",
      "junit",
      "--out",
      join(folder, "out"),
    );
    expect(status).toBe(2);
    expect(stderr).toContain("../elsewhere leads out of the gradebook's folder");
  });
});

describe("exit code 2, with nothing on stdout", () => {
  test.each<[string, () => string[], string]>([
    ["no format", () => [single()], "required option '--format <format>' not specified"],
    ["an unknown format", () => [single(), "--format", "xlsx"], "Allowed choices are gradescope"],
    [
      "an empty folder",
      () => [temporaryFolder(), "--format", "csv"],
      "has neither a result.json nor a gradebook.json",
    ],
    [
      "both files",
      () => [batch({ "result.json": resultText(result()) }), "--format", "csv"],
      "name the file that is meant",
    ],
    ["no folder", () => ["/nowhere", "--format", "csv"], "/nowhere cannot be read: ENOENT"],
    ["one result for a class", () => [single(), "--format", "canvas"], "--format canvas is for a class"],
    ["a class without a folder", () => [batch(), "--format", "gradescope"], "name a folder with --out"],
    [
      "a worksheet for Canvas",
      () => [batch(), "--format", "canvas", "--worksheet", "x", "--column", "y"],
      "--worksheet goes with --format moodle",
    ],
    [
      "ids for a file that has its own",
      () => [batch(), "--format", "canvas", "--canvas-file", "x", "--canvas-ids", "sis"],
      "--canvas-ids is for a new file",
    ],
    [
      "a missing worksheet",
      () => [batch(), "--format", "moodle", "--worksheet", "/none.csv"],
      "/none.csv cannot be read: ENOENT",
    ],
    [
      "an assignment that is not here",
      () => [single({ ...result(), assignment: { id: "conv", version: "1.0.0" } }), "--format", "csv"],
      "there is no assignment conv",
    ],
  ])("%s", async (_, args, message) => {
    const { status, stdout, stderr } = await exported(...args());
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});

test("a place that cannot be written to is exit code 3", async () => {
  const folder = single();
  writeFileSync(join(folder, "file"), "");
  const { status, stderr } = await exported(
    folder,
    "--format",
    "csv",
    "--out",
    join(folder, "file", "x.csv"),
  );
  expect(status).toBe(3);
  expect(stderr).toMatch(/not of the submission: (ENOTDIR|EEXIST)/);
});
