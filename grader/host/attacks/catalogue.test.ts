import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../package/root.js";
import { allAttacks } from "./attack.fixture.js";

const ROWS = 71;

const attacks = allAttacks();
const page = readFileSync(join(packageRoot(), "grader", "host", "attacks", "CATALOGUE.md"), "utf8");

/** Each row's number with the names between backticks in its last column. */
const rows = page.split("\n").flatMap((line) => {
  const row = /^\| (\d+) +\|/.exec(line)?.[1];
  if (row === undefined) return [];
  const shown = line.split("|").at(-2) ?? "";
  return [{ row: Number(row), names: [...shown.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "") }];
});

test("every row of the catalogue is there, once", () => {
  const numbers = rows.map(({ row }) => row).toSorted((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: ROWS }, (_, i) => i + 1));
});

test("every attack is listed at the rows that it says it shows, and nowhere else", () => {
  const listed = rows.flatMap(({ row, names }) =>
    names.filter((name) => /^\d/.test(name)).map((name) => `${name} ${row}`),
  );
  const said = attacks.flatMap(({ name, rows }) => rows.map((row) => `${name} ${row}`));
  expect(listed.toSorted()).toEqual(said.toSorted());
});

test("every test that is named is there", () => {
  const paths = rows.flatMap(({ names }) => names.filter((name) => name.includes("/")));
  expect(paths.filter((path) => !existsSync(join(packageRoot(), path)))).toEqual([]);
});

test("the folder's number is the first row that an attack shows", () => {
  for (const { name, rows } of attacks)
    expect(rows.map((row) => `${row}`.padStart(2, "0"))).toContain(name.slice(0, 2));
});

test("nothing of ours deserializes what V8 serialized, and no channel of Node's does it for us", () => {
  const folders = ["grader", "specs", "reports", "reference"];
  const sources = folders.flatMap((folder) =>
    readdirSync(join(packageRoot(), folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(path))
      // Workers are our own and run no line of a submission: ours talk JSON, and vitest's as vitest has it.
      .filter((path) => path !== join("workers", "worker-process.ts"))
      .filter((path) => path !== join("vitest", "judge-process.ts"))
      .filter((path) => path !== join("vitest", "warm-pool.ts"))
      .map((path) => join(packageRoot(), folder, path)),
  );
  expect(sources.length).toBeGreaterThan(100);
  const suspects = sources.filter((path) =>
    /from "(node:)?v8"|serialization: *["']advanced|import \{[^}]*\bfork\b[^}]*\} from "node:child_process"/.test(
      readFileSync(path, "utf8"),
    ),
  );
  expect(suspects).toEqual([]);
});
