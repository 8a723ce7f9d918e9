import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import { temporaryFolder } from "../../package/command.fixture.js";
import { UsageError } from "../../submission/usage-error.js";
import { readRoster } from "./read-roster.js";
import { RosterError } from "./roster-problem.js";

const HEADER = "id,name,email,repository";

function rosterOf(content: string | Buffer): string {
  const path = join(temporaryFolder(), "roster.csv");
  writeFileSync(path, content);
  return path;
}

function errorOf(path: string): RosterError {
  try {
    readRoster(path);
  } catch (error) {
    if (error instanceof RosterError && error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("the roster was read");
}

/** The problems as `line:column code`. */
function problemsOf(content: string | Buffer): string[] {
  return errorOf(rosterOf(content)).found.map(({ line, column, finding }) => {
    for (const language of LANGUAGES) expect(sentence(finding, language)).not.toContain("{{");
    const place = [line, column].filter((part) => part !== null).join(":");
    return `${place} ${finding.code.replace("collect.roster.", "")}`.trim();
  });
}

describe("a roster", () => {
  const rows = [
    "s1,김민지,minji@example.org,https://example.org/s1.git,A,",
    's2,"Lee, Jun\nho",,git@example.org:s2.git,B,2d',
    "학생_3,O'Brien,o@b,../three,,2026-03-01T23:59+09:00",
  ];

  test.each([
    ["LF", (text: string) => text],
    ["CRLF", (text: string) => text.replaceAll("\n", "\r\n")],
    ["a BOM", (text: string) => `\uFEFF${text}`],
    ["no line end at its end", (text: string) => text.trimEnd()],
    ["empty lines and empty rows", (text: string) => `\n${text.replace("\ns2", "\n\n,,,,,\ns2")}\n\n,,,,,\n`],
    ["spaces around fields", (text: string) => text.replace("s1,", " s1 , ")],
  ])("with %s is read", (_, change) => {
    const path = rosterOf(change(`${[`${HEADER},section,extension`, ...rows].join("\n")}\n`));
    const { entries, notes } = readRoster(path);
    expect(notes).toEqual([]);
    expect(entries.map((entry) => ({ ...entry, name: entry.name.replace("\r", "") }))).toEqual([
      {
        id: "s1",
        name: "김민지",
        email: "minji@example.org",
        section: "A",
        extension: null,
        source: "https://example.org/s1.git",
        place: { kind: "repository", url: "https://example.org/s1.git", relativeTo: dirname(path) },
      },
      {
        id: "s2",
        name: "Lee, Jun\nho",
        email: "",
        section: "B",
        extension: { kind: "longer", byMs: 2 * 86_400_000 },
        source: "git@example.org:s2.git",
        place: { kind: "repository", url: "git@example.org:s2.git", relativeTo: dirname(path) },
      },
      {
        id: "학생_3",
        name: "O'Brien",
        email: "o@b",
        section: "",
        extension: { kind: "until", atMs: Date.UTC(2026, 2, 1, 14, 59) },
        source: "../three",
        place: { kind: "repository", url: "../three", relativeTo: dirname(path) },
      },
    ]);
  });

  test("may have its columns in any order, in capitals, and no optional ones", () => {
    const [entry] = readRoster(rosterOf("Repository,ID,Email,Name\n/r,a,,b\n")).entries;
    expect(entry).toMatchObject({ id: "a", name: "b", email: "", section: "", source: "/r" });
  });

  test("of any names comes back as it was written", () => {
    const sign = fc.constantFrom(
      "a",
      "'",
      '"',
      ",",
      ";",
      "\n",
      "\t",
      " ",
      "김",
      "é",
      "👍",
      "{{",
      "$t(",
      "\u0000",
    );
    const name = fc.string({ unit: sign, maxLength: 12 }).map((raw) => raw.trim());
    const letter = fc.constantFrom("a", "b", "A", "B", "0", "9", "_", "-", "김", "민", "é", "ß", "я");
    const id = fc.string({ unit: letter, minLength: 1, maxLength: 12 });
    const student = fc.record({ id, name, repository: fc.constant("https://example.org/x") });
    const roster = fc.uniqueArray(student, {
      minLength: 1,
      maxLength: 8,
      selector: (each) => each.id.normalize("NFC").toLowerCase(),
    });
    const path = rosterOf("");
    fc.assert(
      fc.property(roster, (students) => {
        const rows = students.map(({ id, name, repository }) => [id, name, "", repository]);
        writeFileSync(path, stringify([HEADER.split(","), ...rows]));
        const read = readRoster(path).entries.map(({ id, name }) => ({ id, name }));
        expect(read).toEqual(students.map(({ id, name }) => ({ id, name })));
      }),
      { seed: 4, numRuns: 50 },
    );
  });
});

describe("a roster that cannot be used", () => {
  test("tells everything that is wrong at once, with line and column", () => {
    const roster = [
      "id,name,email,repository,extension,colour,Colour",
      "a,Anna,a@b,https://x.org/a,2d,,",
      'A,"Two\nlines",a@b,https://x.org/a,3w,,',
      ",Nobody,,,,,",
      "a,Anna,not an address,https://x.org/a,2026-02-30T10:00Z,,",
      ".hidden,x,,r,2026-03-01T10:00,,",
      "../up,x,,r,,,",
      "con,x,,r,,,",
      "a.,x,,r,,,",
      `${"x".repeat(65)},x,,r,,,`,
      "kiwi,too,few,fields",
      "e\u0301,x,,r,,,",
      `z,${"n".repeat(1001)},,r,,,`,
    ];
    expect(problemsOf(roster.join("\n"))).toEqual([
      "1:colour unknown-column",
      "1:Colour unknown-column",
      "3:extension bad-extension",
      "3:id lookalike-id",
      "5:id missing",
      "5:repository missing",
      "6:email bad-email",
      "6:extension bad-extension",
      "6:id duplicate-id",
      "7:id bad-id",
      "7:extension bad-extension",
      "8:id bad-id",
      "9:id bad-id",
      "10:id bad-id",
      "11:id too-long",
      "12 field-count",
      "13:id bad-id",
      "14:name too-long",
    ]);
  });

  test.each<[string, string | Buffer, string[]]>([
    ["nothing in it", "", ["empty"]],
    ["a BOM and nothing else", "\uFEFF\n\n", ["empty"]],
    ["only a header", `${HEADER}\n`, ["no-students"]],
    ["missing columns", "id,name\na,b\n", ["1 missing-column", "1 missing-column"]],
    ["a column twice", `${HEADER},id\na,,,r,b\n`, ["1:id repeated-column"]],
    [
      "no header",
      "s1,Kim,k@x,https://x.org/r\n",
      [
        "no-students",
        "1:s1 unknown-column",
        "1:Kim unknown-column",
        "1:k@x unknown-column",
        "1:https://x.org/r unknown-column",
        "1 missing-column",
        "1 missing-column",
        "1 missing-column",
        "1 missing-column",
      ],
    ],
    ["semicolons", "id;name;email;repository\na;b;c;d\n", ["1 separator"]],
    ["tabs", "id\tname\temail\trepository\na\tb\tc\td\n", ["1 separator"]],
    ["a quotation mark in the middle", `${HEADER}\na,b"c,,r\nb,,,\n`, ["2 quotes", "3:repository missing"]],
    ["text after a quotation mark", `${HEADER}\na,"b" c,,r\nb,,,\n`, ["2 quotes", "3:repository missing"]],
    ["an open quotation mark", `${HEADER}\n\na,"b,,r\nb,,,\n`, ["3 quotes", "4:repository missing"]],
    [
      "letters of another encoding",
      Buffer.from("id,name,email,repository\r\na,\xB1\xE8,,r\r\n", "latin1"),
      ["2 encoding"],
    ],
    ["UTF-16", Buffer.from(`\uFEFF${HEADER}\na,b,,r`, "utf16le"), ["1 encoding"]],
  ])("has %s", (_, content, problems) => {
    expect(problemsOf(content)).toEqual(problems);
  });

  test("is not there, or a folder, or larger than any roster", () => {
    const folder = temporaryFolder();
    expect(errorOf(join(folder, "none.csv")).message).toMatch(/none\.csv cannot be used.*\n.*ENOENT/);
    expect(errorOf(folder).message).toContain("EISDIR");
    expect(problemsOf(Buffer.alloc(17 * 1024 * 1024, "a"))).toEqual(["too-large"]);
  });

  test("says so in sentences", () => {
    const { message } = errorOf(rosterOf(`${HEADER}\n.a,b,c,r\na,b\n`));
    expect(message).toMatch(/roster\.csv cannot be used, for 3 reasons:\n {2}line 2, id: "\.a" cannot name/);
    expect(message).toMatch(
      /\n {2}line 2, email: "c" is no address.*\n {2}line 3: there are 2 fields, but 4/,
    );
  });
});
