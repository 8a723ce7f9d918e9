import { readFileSync, rmSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packed } from "./student.fixture.js";
import { run, scratchFolder } from "../package/command.fixture.js";

const place = scratchFolder();
let tarball: Buffer;
let files: string[];

beforeAll(async () => {
  const path = await packed(place);
  tarball = readFileSync(path);
  files = (await run("tar", ["-tzf", path])).stdout.trim().split("\n");
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

test("publint has nothing to say", async () => {
  const pack = { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length) };
  const { messages, pkg } = await publint({ pack: pack as { tarball: ArrayBuffer }, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test("the types are right for those who import it as the ES module that it is", async () => {
  const checked = await checkPackage(createPackageFromTarballData(tarball));
  if (checked.types === false) throw new Error("no types");
  // Node 20.19 and later can require an ES module; node10 resolution knows no exports at all.
  const problems = checked.problems.filter(
    (problem) =>
      problem.kind !== "CJSResolvesToESM" &&
      !("resolutionKind" in problem && problem.resolutionKind === "node10"),
  );
  expect(problems).toEqual([]);
});

test("no corpus, no test, and no known mistake that can be read is in it", () => {
  expect(
    files.filter((file) => /corpus\/|\.(test|fixture|arbitrary|example)\.|oracle\.json/.test(file)),
  ).toEqual([]);
  const mistakes = files.filter((file) => file.includes("dist/mistakes/"));
  expect(mistakes.length).toBe(3);
  expect(mistakes.every((file) => file.endsWith(".json.br"))).toBe(true);
  for (const needed of ["assignments/two-layer-nn/starter/src/index.ts", "grader/locale/ko/student.json"]) {
    expect(files).toContain(`package/${needed}`);
  }
});

test("it is small", () => {
  const MIB = 1024 * 1024;
  expect(tarball.length).toBeLessThan(1.5 * MIB);
});
