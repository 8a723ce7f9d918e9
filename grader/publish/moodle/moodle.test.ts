import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { sentence } from "../../locale/sentence.js";
import type { Language } from "../../locale/language.js";
import type { Gradebook } from "../../result/index.js";
import { classOf, nobody, student } from "../class.fixture.js";
import type { FilledFile } from "../filled-file.js";
import { fillWorksheet } from "./fill-worksheet.js";
import { moodleImportCsv } from "./moodle-import-csv.js";

const texts = { parts: { forward: "Forward pass" } };
const said = ({ findings }: FilledFile): string[] => findings.map((finding) => sentence(finding));
const FEEDBACK =
  "gradecheck: Forward pass 3.5 of 10; Late by 1141 min, 10 % off: −0.35; By hand, forward.golden: +1.5 (A typo in the handout)";

function fill(gradebook: Gradebook, lines: readonly string[], language: Language = "en"): FilledFile {
  const bytes = Buffer.from(lines.join("\n"), "utf8");
  return fillWorksheet(gradebook, bytes, { name: "sheet.csv", language, texts });
}

const ENGLISH = [
  'Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"',
  '"Participant 11","Ada Lovelace",2023001,ada@example.org,"Submitted for grading - ",,10.00,Yes,"Monday, 2 March 2026, 10:00 AM",-,',
  '"Participant 12","김하늘",2023002,Kim@Example.org,"No submission - ",,10.00,Yes,-,-,',
  '"Participant 13","Grace Hopper",2023003,gh@example.org,"Submitted for grading - ",7.00,10.00,Yes,"Monday, 2 March 2026, 9:05 AM","Tuesday, 3 March 2026, 9:00 AM","Well, ""done"""',
  '"Participant 14","Alan Turing",2023004,at@example.org,"No submission - ",,10.00,Yes,-,-,',
  "",
];

describe("a downloaded worksheet", () => {
  test("is filled by address or id number, and is otherwise the same bytes", () => {
    const gradebook = classOf(
      student("ada"),
      student("x", { name: "김하늘", email: "kim@example.org" }),
      student("2023003", { email: "elsewhere@example.org", name: "Grace" }),
      nobody("at"),
      student("new"),
    );
    const file = fill(gradebook, ENGLISH);
    const expected = [...ENGLISH];
    expected[1] = `"Participant 11","Ada Lovelace",2023001,ada@example.org,"Submitted for grading - ",4.65,10.00,Yes,"Monday, 2 March 2026, 10:00 AM",-,"${FEEDBACK}"`;
    expected[2] = `"Participant 12","김하늘",2023002,Kim@Example.org,"No submission - ",4.65,10.00,Yes,-,-,"${FEEDBACK}"`;
    expected[3] = (ENGLISH[3] ?? "").replace(",7.00,", ",4.65,");
    expect(file.text).toBe(expected.join("\n"));
    expect(file.filled).toBe(3);
    expect(said(file)).toEqual([
      "2023003 (Grace) has feedback that a person wrote; it stays, and ours is left out.",
      "at (at) has no score; nothing was written.",
      "x (김하늘) was found by an address with other capitals.",
      "new (new) is not in the file.",
    ]);
  });

  test("reports the rows of strangers, and replaces its own feedback when filled again", () => {
    const first = fill(classOf(student("ada")), ENGLISH);
    expect(said(first)).toContain(
      "Line 3 (Participant 12 김하늘) is nobody of this gradebook; left as it was.",
    );
    const better = student("ada", { score: 9, penalty: 0, adjustments: [] });
    const second = fill(classOf(better), first.text.split("\n"));
    const row = parse(second.text)[1];
    expect(row?.slice(5, 6).concat(row.slice(-1))).toEqual(["9", "gradecheck: Forward pass 3.5 of 10"]);
  });

  test("is understood in any language, with decimal commas, workflow and online texts, without feedback", () => {
    const german = [
      '\uFEFFID,"Vollständiger Name",E-Mail-Adresse,Status,Gruppe,Bewertung,Bestwertung,"Status Bewertungsworkflow","Bewertung kann geändert werden","Zuletzt geändert (Abgabe)","Texteingabe online","Zuletzt geändert (Bewertung)"',
      'Teilnehmer/in7,"Ada Lovelace",ada@example.org,Abgegeben,A,,"10,00","Nicht bewertet",Ja,"Montag, 2. März 2026, 10:00","<p>5</p>",-',
      'Teilnehmer/in8,"김하늘",kim@example.org,Abgegeben,A,"6,50","10,00","Nicht bewertet",Ja,"Montag, 2. März 2026, 9:00",7,"Dienstag, 3. März 2026, 9:00"',
    ];
    const file = fill(classOf(student("ada")), german, "ko");
    const expected = [...german];
    expected[1] = (german[1] ?? "").replace('A,,"10,00"', 'A,"4,65","10,00"');
    expect(file.text).toBe(expected.join("\n"));
  });

  test("of one student is understood, also in Korean, and keeps HTML out of the feedback", () => {
    const adjustments = [{ target: "forward", points: 1, reason: "<b>a & b</b>", stale: false }];
    const { text } = fill(
      classOf(student("ada", { adjustments })),
      [
        '식별번호,"성명","학번","이메일 주소",상태,성적,"최고 성적","성적 변경 가능","최종 수정일 (제출)","최종 수정일 (성적)","피드백 의견"',
        '"참가자 7","Ada",20230001,ada@example.org,제출됨,,10.00,예,"2026년 3월 2일(월) 오전 10:00",-,',
      ],
      "ko",
    );
    const row = parse(text)[1];
    expect(row?.[5]).toBe("4.65");
    expect(row?.at(-1)).toMatch(
      /^gradecheck: Forward pass 10점 중 3.5점; .*&lt;b&gt;a &amp; b&lt;\/b&gt;\)$/,
    );
  });

  test("says whose grade Moodle will not take", () => {
    const file = fill(classOf(student("ada", { score: 11 })), ENGLISH);
    expect(parse(file.text)[1]?.[5]).toBe("11");
    expect(said(file)[0]).toContain("has more than the maximum grade, which Moodle will not take");
  });

  const without = (column: number): string[] =>
    ENGLISH.slice(0, -1).map((line) => {
      const [cells = []] = parse(line);
      return cells
        .toSpliced(column, 1)
        .map((cell) => `"${cell.replaceAll('"', '""')}"`)
        .join(",");
    });

  test.each([
    ["no participants", without(0), /sheet\.csv is no grading worksheet.*\n {2}the first column should name/],
    ["no grade", without(5), /there is no column of grades with the maximum/],
    [
      "a scale instead of points",
      ENGLISH.map((line) => line.replace("10.00", '"bad\ngood"')),
      /not by a scale/,
    ],
    [
      "no time of grading",
      without(9).map((line) => line.replaceAll(/"(-|[MT][^"]*)"/g, '""')),
      /when the grade was last modified/,
    ],
    [
      "nobody who is known",
      ENGLISH.map((line) => line.replaceAll("@", "")),
      /None of the students here is in sheet\.csv/,
    ],
    ["no students", ENGLISH.slice(0, 1), /sheet\.csv has no students/],
    ["an empty file", [""], /sheet\.csv has no students/],
    [
      "other points",
      ENGLISH.map((line) => line.replace("10.00", "100.00")),
      /there are 100\.00 points to be had, here 10/,
    ],
  ])("is refused: %s", (_, lines, message) => {
    expect(() => fill(classOf(student("ada")), lines)).toThrow(message);
  });

  test("is refused with all the columns that are missing", () => {
    expect(() => fill(classOf(student("ada")), ["a,b", "1x,2"])).toThrow(
      /participants with[^]*\n {2}there is no column of grades/,
    );
  });
});

test("the gradebook import names score and feedback by address, without who has no score", () => {
  const file = moodleImportCsv(
    classOf(
      student("ada"),
      nobody("kim"),
      student("gh", { email: "" }),
      student("s", { email: "=1@example.org" }),
    ),
    "en",
    texts,
  );
  expect(parse(file.text, { columns: true })).toEqual([
    { useremail: "ada@example.org", score: "4.65", feedback: FEEDBACK },
    { useremail: "'=1@example.org", score: "4.65", feedback: FEEDBACK },
  ]);
  expect(said(file)).toEqual([
    "kim (kim) has no score; nothing was written.",
    "gh (gh) has no address; left out.",
  ]);
});
