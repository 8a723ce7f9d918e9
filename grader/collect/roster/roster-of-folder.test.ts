import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../package/command.fixture.js";
import { RosterError } from "./roster-problem.js";
import { rosterOfFolder } from "./roster-of-folder.js";

function folderOf(names: readonly string[], files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder(files);
  for (const name of names) mkdirSync(join(folder, name));
  return folder;
}

function problemsOf(path: string): string[] {
  try {
    rosterOfFolder(path);
    return [];
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    return error.found.map(({ finding }) => finding.code.replace("collect.roster.", ""));
  }
}

test("every folder is a student, in the order in which people count", () => {
  const names = ["s10", "s2", "s1", "김 민지_42_file", ".hidden"];
  const folder = folderOf(names, { "notes.txt": "", ".DS_Store": "", "grades.csv": "" });
  symlinkSync(join(folder, "s1"), join(folder, "s3"));
  symlinkSync("/nowhere", join(folder, "gone"));
  const { entries, notes } = rosterOfFolder(folder);
  expect(entries.map(({ id }) => id)).toEqual(["s1", "s2", "s3", "s10", "김 민지_42_file"]);
  expect(entries[1]).toEqual({
    id: "s2",
    name: "s2",
    email: "",
    section: "",
    extension: null,
    source: join(folder, "s2"),
    place: { kind: "folder", path: join(folder, "s2") },
  });
  expect(notes.map(({ code, values }) => [code, values["name"]])).toEqual(
    ["gone", "grades.csv", "notes.txt"].map((name) => ["collect.roster.file", name]),
  );
});

test("letters that a system takes apart are put together again, and the folder is still found", () => {
  const [entry] = rosterOfFolder(folderOf(["김".normalize("NFD")])).entries;
  expect(entry?.id).toBe("김");
  expect(entry?.place).toMatchObject({
    path: expect.stringMatching(/김$/.source.normalize("NFD")) as string,
  });
});

test("a folder that cannot be a class says everything that is wrong", () => {
  expect(problemsOf(folderOf(["Kim", "kim", "aux", "a:b", "ok"]))).toEqual([
    "bad-folder",
    "bad-folder",
    "lookalike-folder",
  ]);
  expect(problemsOf(folderOf([".git"], { "index.ts": "" }))).toEqual(["no-folders"]);
  expect(problemsOf("/nowhere/at/all")).toEqual(["unreadable"]);
});
