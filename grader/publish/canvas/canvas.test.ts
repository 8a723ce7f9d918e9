import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { sentence } from "../../locale/sentence.js";
import type { Gradebook } from "../../result/index.js";
import { classOf, nobody, student } from "../class.fixture.js";
import type { FilledFile } from "../filled-file.js";
import { canvasCsv } from "./canvas-csv.js";
import { fillCanvas } from "./fill-canvas.js";

const said = ({ findings }: FilledFile): string[] => findings.map((finding) => sentence(finding));

/**
 * What Canvas's importer makes of a file, by its published rules: which header it refuses, which rows are no students, and
 * by what it finds them. It is an oracle of its own, on the other parser's records.
 */
function imported(text: string, assignment: string, delimiter = ","): Record<string, string> {
  const [header = [], ...rows] = parse(text, { delimiter, relax_column_count: true });
  expect(header.length).toBeGreaterThan(3);
  expect(header[0]).toContain("Student");
  expect(header[1]).toContain("ID");
  const login = header.findIndex((title) => /SIS\s+Login\s+ID/.test(title));
  const sis = header.findIndex((title) => /SIS\s+User\s+ID/.test(title));
  expect([2, 3]).toContain(login);
  const lastOfStudent = login + 1 + (header[login + 1] === "Integration ID" ? 1 : 0);
  expect(header[lastOfStudent]).toContain("Section");
  const column = header.indexOf(assignment);
  expect(column).toBeGreaterThan(lastOfStudent);
  return Object.fromEntries(
    rows
      .filter(([first = ""]) => !first.includes("Points Possible"))
      .filter((cells) => !cells.every((cell) => /^\s*(Muted|Manual Posting.*)?\s*$/i.test(cell)))
      .map((cells) => [cells[1] || cells[sis] || cells[login] || cells[0] || "", cells[column] ?? ""]),
  );
}

describe("a file from the roster alone", () => {
  const gradebook = classOf(
    student("ada", { name: "Ada, Lady" }),
    nobody("kim"),
    student("=x", { name: "=1+1" }),
  );

  test("is what the importer takes, with who has no score left out", () => {
    const file = canvasCsv(gradebook, { title: "Two-layer network (42)", ids: "login" });
    expect(imported(file.text, "Two-layer network (42)")).toEqual({ ada: "4.65", "'=x": "4.65" });
    expect(file.text.split("\n").slice(0, 3)).toEqual([
      "Student,ID,SIS User ID,SIS Login ID,Section,Two-layer network (42)",
      "    Points Possible,,,,,10",
      '"Ada, Lady",,,ada,A,4.65',
    ]);
    expect(file.text).toContain("'=1+1");
    expect(file.filled).toBe(2);
    expect(said(file)).toEqual(["kim (kim) has no score; nothing was written."]);
  });

  test("is refused with a title that Canvas would ignore", () => {
    const title = "Final Grade of networks";
    expect(() => canvasCsv(gradebook, { title, ids: "sis" })).toThrow(`ignores a column called "${title}"`);
  });

  test("has our ids where Canvas has its SIS ids, on demand", () => {
    const { text } = canvasCsv(gradebook, { title: "NN", ids: "sis" });
    expect(parse(text)[2]?.slice(0, 5)).toEqual(["Ada, Lady", "", "ada", "", "A"]);
  });
});

const HEADER =
  "Student,ID,SIS User ID,SIS Login ID,Section,Notes,Essay (41),Two-layer network (42),Current Score,Final Score";
const POSTING = ",,,,,,,Manual Posting,,";
const POINTS = "    Points Possible,,,,,,5.00,10.00,(read only),(read only)";

function fill(gradebook: Gradebook, lines: readonly string[], titles = ["two-layer network"]): FilledFile {
  const bytes = Buffer.from(lines.join("\r\n"), "utf8");
  return fillCanvas(gradebook, bytes, { name: "canvas.csv", titles });
}

describe("an exported gradebook", () => {
  const students = [
    '"Lovelace, Ada",1001,S1,ada,"A, B",,3.00,,88.1,"12,5"',
    '"김, 하늘",1002,S2,kim@example.org,A,"a ""note""",,7.00,,',
    '"Hopper, Grace",1003,S3,gh,A,,,,,',
    '"Turing, Alan",1004,S4,at,A,,,EX,,',
    '"O\'Neil, =Sam",1005,S5,sam,A,,,9.00,,',
    '"Student, Test",1006,,test,A,,,,,',
    "",
  ];
  const lines = [HEADER, POSTING, POINTS, ...students];

  test("is filled in one column, and is otherwise the same bytes", () => {
    const gradebook = classOf(
      student("ada"),
      student("K2", { email: "Kim@example.org", name: "김하늘" }),
      student("g", { name: "Grace Hopper", email: "" }),
      student("S4", { name: "Alan" }),
      nobody("sam"),
      student("new"),
    );
    const file = fill(gradebook, lines);
    expect(imported(file.text, "Two-layer network (42)")).toEqual({
      1001: "4.65",
      1002: "4.65",
      1003: "4.65",
      1004: "EX",
      1005: "9.00",
      1006: "",
    });
    const expected = [...lines];
    expected[3] = '"Lovelace, Ada",1001,S1,ada,"A, B",,3.00,4.65,88.1,"12,5"';
    expected[4] = '"김, 하늘",1002,S2,kim@example.org,A,"a ""note""",,4.65,,';
    expected[5] = '"Hopper, Grace",1003,S3,gh,A,,,4.65,,';
    expect(file.text).toBe(expected.join("\r\n"));
    expect(file.filled).toBe(3);
    expect(said(file)).toEqual([
      "S4 (Alan) is excused in Canvas and stays so.",
      "sam (sam) has no score; nothing was written.",
      "g (Grace Hopper) was found by name only; please look whether it is the right person.",
      "new (new) is not in the file.",
      "Line 9 (Student, Test) is nobody of this gradebook; left as it was.",
    ]);
  });

  test("stays the same bytes without scores, with semicolons and a byte order mark, too", () => {
    const text = `\uFEFF${lines.join("\n").replaceAll(",", ";")}\n`;
    const bytes = Buffer.from(text, "utf8");
    const options = { name: "canvas.csv", titles: ["Two-layer network (42)"] };
    expect(fillCanvas(classOf(nobody("ada")), bytes, options).text).toBe(text);
    const filled = fillCanvas(classOf(student("ada")), bytes, options).text;
    expect(imported(filled.slice(1), "Two-layer network (42)", ";")).toMatchObject({ 1001: "4.65" });
  });

  test("is filled by first and last names as well", () => {
    const header = HEADER.replace("Student", "LastName,FirstName");
    const { text } = fill(classOf(student("x", { name: "Ada Lovelace" })), [
      header,
      "    Points Possible,,,,,,,5,10,,",
      "Lovelace,Ada,1001,S1,ada,A,,3.00,,,",
    ]);
    expect(text.split("\r\n")[2]).toBe("Lovelace,Ada,1001,S1,ada,A,,3.00,4.65,,");
  });

  test("is left alone where ids lead to different rows, or two students to one", () => {
    const gradebook = classOf(student("1002", { email: "ada" }), student("S3"), student("gh"));
    const file = fill(gradebook, lines);
    expect(file.text).toBe(lines.join("\r\n"));
    expect(said(file).slice(0, 3)).toEqual(
      ["1002", "S3", "gh"].map(
        (id) =>
          `${id} (${id}) could be more than one line of the file, or shares one with somebody; nothing was written there.`,
      ),
    );
  });

  test("with two people of one name is not filled by name", () => {
    const twins = [HEADER, "Kim,1,,,A,,,,,", "Kim,2,,,A,,,,,"];
    expect(fill(classOf(student("x", { name: "Kim" })), twins).filled).toBe(0);
    const one = [HEADER, "Kim,1,,,A,,,,,"];
    expect(fill(classOf(student("x", { name: "Kim" }), student("y", { name: "Kim" })), one).filled).toBe(0);
    expect(fill(classOf(student("1"), student("y", { name: "Kim" })), one).filled).toBe(1);
  });

  test.each([
    ["another file", ["id,name", "1,2"], undefined, "canvas.csv is no gradebook exported from Canvas"],
    [
      "no such assignment",
      lines,
      ["Quiz"],
      'has no assignment called "Quiz"; say with --column which one it is. There are: "Notes", "Essay (41)", "Two-layer network (42)"',
    ],
    ["a total for an assignment", lines, ["Final Score"], 'has no assignment called "Final Score"'],
    [
      "several of that name",
      [HEADER.replace("Essay (41)", "two-layer Network (40)")],
      undefined,
      'several assignments called "two-layer network"',
    ],
    [
      "other points",
      [HEADER, POINTS.replace("10.00", "100,00"), ...students].map((line) =>
        line.replace("100,00", '"100,00"'),
      ),
      undefined,
      "there are 100,00 points to be had, here 10",
    ],
    [
      "a column that nobody may change",
      [HEADER, POINTS.replace("10.00", "(read only)")],
      undefined,
      'Canvas lets nobody change the column "Two-layer network (42)"',
    ],
  ])("is refused: %s", (_, given, titles, message) => {
    expect(() => fill(classOf(student("ada")), given, titles)).toThrow(message);
  });
});
