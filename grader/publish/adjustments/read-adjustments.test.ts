import { describe, expect, test } from "vitest";
import type { Adjustment } from "../../result/index.js";
import { ProblemsError } from "../../submission/problems-error.js";
import { readAdjustments } from "./read-adjustments.js";

const KNOWN = { ids: new Set(["ada", "김"]), targets: new Set(["forward", "forward.golden"]) };

function read(text: string): Map<string, Adjustment[]> {
  return readAdjustments(Buffer.from(text, "utf8"), KNOWN, "adjustments.csv");
}

function problemsOf(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
  return [];
}

describe("adjustments.csv", () => {
  test("is read with and without byte order mark, from any system, with Korean and commas", () => {
    const lines = [
      "id,target,points,reason",
      'ada,forward,+1.5,"a typo, ours"',
      "김,forward.golden,-0.25,늦은 수정",
    ];
    for (const text of [lines.join("\n"), `\uFEFF${lines.join("\r\n")}\r\n`, `${lines.join("\r")}\r\r`]) {
      expect(Object.fromEntries(read(text))).toEqual({
        ada: [{ target: "forward", points: 1.5, reason: "a typo, ours", stale: false }],
        김: [{ target: "forward.golden", points: -0.25, reason: "늦은 수정", stale: false }],
      });
    }
  });

  test("takes columns in any order and by their other names, and the empty ones of a spreadsheet", () => {
    const adjustment = { target: "forward", points: 2, reason: "why", stale: false };
    expect(read("Reason,Points,Check,ID,,\nwhy,2,forward,ada,,\n,,,,,\n").get("ada")).toEqual([adjustment]);
    expect(read("id,part,points,reason\nada,forward,2,why\n").get("ada")).toEqual([adjustment]);
  });

  test("may give a student several, also on one target", () => {
    expect(read("id,target,points,reason\nada,forward,1,one\nada,forward,1,two\n").get("ada")).toHaveLength(
      2,
    );
    expect(read("id,target,points,reason\n").size).toBe(0);
  });

  test("is refused with all its problems at once, each with its line", () => {
    const text = [
      "id,target,points,reason",
      'bob,backward,"1,5",',
      "ada,forward,1,typo, ours",
      "",
      'ada,forward,1,"two',
      'lines"',
      "ada,forward,1.001,fine",
      "ada,forward,1,same",
      "ada,forward,1.0,same",
      "ada,forward",
    ].join("\n");
    expect(problemsOf(text)).toEqual([
      'line 2: nobody has the id "bob"',
      'line 2: "backward" is neither a check nor a part',
      'line 2: "1,5" is no number of points such as 2, -1.5 or 0.25',
      "line 2: the reason is missing, and the student will ask for it",
      "line 3: 5 cells where the header has 4; a text with a comma in it needs quotation marks",
      'line 7: "1.001" is no number of points such as 2, -1.5 or 0.25',
      "line 9: this is line 8 once more",
      "line 10: 2 cells where the header has 4; a text with a comma in it needs quotation marks",
    ]);
    expect(() => read(text)).toThrow(/^adjustments\.csv needs mending.*\n {2}line 2: nobody.*\n {2}line 2:/);
  });

  test.each(["", "NaN", "Infinity", "1e3", "0x10", "--1", "1.", ".5", "१"])(
    "takes %j for no number",
    (points) => {
      expect(problemsOf(`id,target,points,reason\nada,forward,${points},why\n`)).toHaveLength(1);
    },
  );

  test("is refused for its header: columns that are missing, unknown, there twice", () => {
    expect(problemsOf("id,check,part,grade\nada,forward,x,1\n")).toEqual([
      "line 1: there is no column points; there should be id, target, points and reason",
      "line 1: there is no column reason; there should be id, target, points and reason",
      'line 1: a column "grade" is not known',
      "line 1: there are several columns for target",
    ]);
    expect(problemsOf("")).toHaveLength(4);
  });
});
