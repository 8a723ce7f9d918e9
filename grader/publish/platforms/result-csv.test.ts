import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { everyOutcome, optionsIn, SECRET, withFault } from "./platforms.fixture.js";
import { resultCsv } from "./result-csv.js";

test("a result has a row for each check, without what is hidden and without zeros that are none", () => {
  const result = withFault(everyOutcome());
  const csv = resultCsv(result, optionsIn("en"));
  expect(csv).not.toContain(SECRET);
  const rows = parse<Record<string, string>>(csv, { bom: true, columns: true });
  expect(rows.map(({ id }) => id)).toEqual(result.checks.map(({ id }) => id));
  expect(rows[0]).toMatchObject({ outcome: "infrastructure-error", earned: "", points: "2" });
  expect(rows[1]).toMatchObject({ part: "forward", earned: "0.5", visibility: "public" });
  expect(rows.at(-1)).toMatchObject({ outcome: "failed", visibility: "hidden", earned: "0" });
});
