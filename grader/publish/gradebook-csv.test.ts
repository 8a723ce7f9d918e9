import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { classOf, nobody, student } from "./class.fixture.js";
import { gradebookCsv } from "./gradebook-csv.js";

function rowsOf(csv: string): Record<string, string>[] {
  return parse(csv, { bom: true, columns: true });
}

test("a gradebook has a row for everyone, and an empty cell, no 0, for who has no score", () => {
  const csv = gradebookCsv(
    classOf(student("ada", { name: "Ada Lovelace" }), nobody("kim", { name: "김하늘" })),
  );
  expect(csv.startsWith("\uFEFFid,name,email,section,state,score,maxScore,")).toBe(true);
  const [ada, kim] = rowsOf(csv);
  expect(ada).toEqual({
    id: "ada",
    name: "Ada Lovelace",
    email: "ada@example.org",
    section: "A",
    state: "graded",
    score: "4.65",
    maxScore: "10",
    checksScore: "3.5",
    penalty: "0.35",
    adjustment: "1.5",
    adjustmentReasons: "A typo in the handout",
    staleAdjustments: "",
    lateMinutes: "1141",
    commit: "4f".repeat(20),
    handedInAt: "2026-03-02T10:00:00Z",
    reliedOn: "committer-date",
    forward: "3.5",
    "forward.golden": "3.5",
  });
  expect(kim).toMatchObject({
    id: "kim",
    name: "김하늘",
    state: "not-collected",
    score: "",
    "forward.golden": "",
  });
  expect(Object.values(kim ?? {})).not.toContain("0");
});

test("what students and rosters wrote is no formula; a negative sum of marks stays a number", () => {
  const adjustments = [{ target: "forward", points: -0.5, reason: "@SUM(A1)", stale: true }];
  const entry = student("=1+1", { name: "\t=cmd|' /C calc'!A0", section: "-A", adjustments });
  const [row] = rowsOf(gradebookCsv(classOf(entry)));
  expect(row).toMatchObject({
    id: "'=1+1",
    name: "'=cmd|' /C calc'!A0",
    section: "'-A",
    adjustment: "-0.5",
    adjustmentReasons: "'@SUM(A1)",
    staleAdjustments: "1",
  });
});

test("a check that could not be judged is an empty cell", () => {
  const [check] = student("ada").checks;
  if (check === undefined) throw new Error("ada has a check");
  const entry = student("ada", { checks: [{ ...check, outcome: "infrastructure-error", earned: 0 }] });
  expect(rowsOf(gradebookCsv(classOf(entry)))[0]).toMatchObject({ "forward.golden": "" });
});
