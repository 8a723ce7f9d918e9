import { expect, test } from "vitest";
import type { Gradebook } from "./gradebook.js";
import { exampleGradebook } from "./gradebook.example.js";
import { gradebookText } from "./gradebook-text.js";
import { readGradebook } from "./read-gradebook.js";

/** Where a gradebook is refused after a change to the example. */
function refusedAt(change: (gradebook: Gradebook) => void): string[] {
  const gradebook = exampleGradebook();
  change(gradebook);
  const read = readGradebook(gradebook);
  return read.ok ? [] : read.problems.map(({ path }) => path);
}

test("a gradebook is read as it was written, whatever order its fields were built in", () => {
  const text = gradebookText(exampleGradebook());
  expect(readGradebook(JSON.parse(text))).toEqual({ ok: true, gradebook: exampleGradebook() });
  const reversed = Object.fromEntries(
    Object.entries(exampleGradebook()).toReversed(),
  ) as unknown as Gradebook;
  expect(gradebookText(reversed)).toBe(text);
});

test("everything wrong with a gradebook is told at once, with its place", () => {
  const refused = refusedAt((gradebook) => {
    const [ada] = gradebook.entries;
    if (ada === undefined || ada.handedIn === null) throw new Error("the example has a graded entry");
    Object.assign(gradebook, { schema: "gradecheck/gradebook@0", deadline: "tomorrow" });
    Object.assign(ada, { state: "zero", score: "all" });
    Object.assign(ada.handedIn, { latePercent: 101 });
    Object.assign(ada.files, { secret: "x" });
  });
  expect(refused.toSorted()).toEqual([
    "/deadline",
    "/entries/0/files/secret",
    "/entries/0/handedIn/latePercent",
    "/entries/0/score",
    "/entries/0/state",
    "/schema",
  ]);
});
