import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../submission/usage-error.js";
import { csvText, type CsvValue } from "./csv-text.js";
import { harmlessCell } from "./harmless-cell.js";
import { isBlank, readCsv } from "./read-csv.js";
import { refilledCsv, type Fill } from "./refilled-csv.js";

const bytes = (text: string): Uint8Array => Buffer.from(text, "utf8");

/** Texts as rosters have them, and as somebody writes them who wants to do harm. */
const cellText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({
    unit: fc.constantFrom("=", "+", "-", "@", ";", ",", '"', "\n", "\r", "\t", " ", "한", "a", "1", "＝"),
    maxLength: 8,
  }),
);
const value: fc.Arbitrary<CsvValue> = fc.oneof(
  cellText,
  fc.integer({ min: -1e6, max: 1e6 }).map((cents) => cents / 100),
  fc.constant(null),
);

test("a parser reads what was written: numbers as they are, texts but for what was made harmless", () => {
  const row = fc.array(value, { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.boolean(), (rows, bom) => {
      const read = parse(csvText(rows, { bom }), { bom: true, relax_column_count: true });
      const shown = (cell: CsvValue): string =>
        typeof cell === "string" ? harmlessCell(cell) : String(cell ?? "");
      expect(read).toEqual(rows.map((cells) => cells.map(shown)));
    }),
    { seed: 1, numRuns: 200 },
  );
});

describe("a harmless cell", () => {
  test("begins no formula, whatever the region separates cells by, and is harmless already", () => {
    fc.assert(
      fc.property(cellText, (text) => {
        const cell = harmlessCell(text);
        expect(cell).not.toMatch(/(^|;)[\s\p{Cf}]*[=+\-@＝＋－＠]/u);
        expect(cell).not.toMatch(/[\p{Cc}]/u);
        expect(harmlessCell(cell)).toBe(cell);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test.each([
    ["=1+1", "'=1+1"],
    ["+82 10", "'+82 10"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'=1"],
    ["\r=1", "'=1"],
    ["\u200B\uFEFF =1", "'=1"],
    ["＝1", "'＝1"],
    ["x;=1", "x;'=1"],
    ["김하늘", "김하늘"],
    ["a-b @ c = d", "a-b @ c = d"],
    ["two\r\nlines", "two lines"],
    ["\u001b[31mred", "[31mred"],
    ["👩‍💻", "👩‍💻"],
    ["    Points Possible", "    Points Possible"],
  ])("%j is written as %j", (text, cell) => expect(harmlessCell(text)).toBe(cell));

  test("a negative number stays a number, the same as text does not", () => {
    expect(csvText([[-0.5, "-0.5"]])).toBe("-0.5,'-0.5\n");
  });
});

describe("a file that is read", () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom("a", "한", "1", " ", ";", "'", "="), maxLength: 4 }),
    fc
      .string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "\r\n"), maxLength: 4 })
      .map((text) => `"${text.replaceAll('"', '""')}"`),
  );
  const line = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(","));
  const file = fc
    .tuple(
      fc.boolean(),
      fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\r")), { maxLength: 5 }),
      line,
    )
    .map(([bom, lines, last]) => (bom ? "\uFEFF" : "") + lines.flat().join("") + last)
    .filter((text) => text !== "\uFEFF");

  test("is the same bytes again where nothing is filled in", () => {
    fc.assert(
      fc.property(file, (text) => {
        expect(refilledCsv(readCsv(bytes(text), "a.csv"), new Map())).toBe(text);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("differs in the cells that are filled in, and nowhere else", () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.nat(3), fc.integer({ min: 0, max: 100 }), (text, at, column, score) => {
        const rows = readCsv(bytes(text), "a.csv");
        const row = rows[at % Math.max(1, rows.length)];
        if (row === undefined) return;
        const fills = new Map([[row, new Map([[column, score]]) as Fill]]);
        const again = readCsv(bytes(refilledCsv(rows, fills)), "a.csv");
        const expected = rows.map((one) => {
          const cells = one.cells.map((each) => ({ ...each }));
          if (one !== row) return cells;
          while (cells.length <= column) cells.push({ text: "", quoted: false });
          cells[column] = { text: String(score), quoted: false };
          return cells;
        });
        expect(again.map(({ cells }) => cells)).toEqual(expected);
        const untouched = (one: string, index: number): boolean => rows[index] !== row && one !== "";
        expect(again.map(({ raw }) => raw).filter(untouched)).toEqual(
          rows.map(({ raw }) => raw).filter(untouched),
        );
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("knows the line that each row begins at", () => {
    const rows = readCsv(bytes('id,name\r\nada,"two\r\nlines"\r\n\r\nkim,x\n,\n'), "a.csv");
    expect(rows.map(({ line: at }) => at)).toEqual([1, 2, 4, 5, 6]);
    expect(rows.map(isBlank)).toEqual([false, false, true, false, true]);
  });

  test("is refused where it is not UTF-8, or the quotation marks do not pair", () => {
    const korean = Uint8Array.from([0xb1, 0xe8, 0x2c, 0x31]);
    const refused = (given: Uint8Array): unknown => {
      try {
        return readCsv(given, "roster.csv");
      } catch (error) {
        return error;
      }
    };
    expect(refused(korean)).toBeInstanceOf(UsageError);
    expect(String(refused(korean))).toContain("roster.csv is not UTF-8. In Excel");
    expect(String(refused(bytes('a,b\n"x,1\n')))).toContain("roster.csv cannot be read as CSV: around line");
    expect(String(refused(bytes('a,b\nx"y,1\n')))).toContain("around line 2");
  });
});
