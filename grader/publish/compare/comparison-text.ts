import type { Language } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import type { Finding } from "../../result/index.js";
import { shownPoints, signedPoints } from "../../result/points.js";
import { oneLine } from "../plain-text.js";
import type { Comparison, MovedCheck, MovedEntry, OneSided, Standing } from "./comparison.js";

type Write = (key: string, values?: Finding["values"]) => string;

function person({ id, name }: { readonly id: string; readonly name: string }): string {
  return oneLine(name === "" || name === id ? id : `${id}  ${name}`);
}

function standingText({ state, score }: Standing, write: Write): string {
  return score === null ? write(`state.${state}`) : shownPoints(score);
}

function checkStanding(standing: MovedCheck["before"], language: Language, write: Write): string {
  if (standing === null) return write("no-check");
  const outcome = sentence({ code: `report.outcome.${standing.outcome}`, values: {} }, language);
  return `${outcome} (${shownPoints(standing.earned)})`;
}

/** What is different for everyone stands at the top; with a student it would only repeat itself. */
function reasonLines(
  { reasons }: MovedEntry,
  { changes }: Comparison,
  language: Language,
  write: Write,
): string[] {
  const own = reasons.filter((reason) => !changes.includes(reason));
  const others = own.length < reasons.length ? [write("everyone")] : [];
  return [...own.map((reason) => sentence(reason, language)), ...others];
}

function movedLines(moved: MovedEntry, comparison: Comparison, language: Language, write: Write): string[] {
  const delta = moved.delta === null || moved.delta === 0 ? "" : ` (${signedPoints(moved.delta)})`;
  const [before, after] = [standingText(moved.before, write), standingText(moved.after, write)];
  return [
    "",
    `${person(moved)}  ${before} → ${after}${delta}`,
    ...reasonLines(moved, comparison, language, write).map((line) => `  ${line}`),
    ...moved.checks.map(({ id, before, after }) => {
      const [was, is] = [checkStanding(before, language, write), checkStanding(after, language, write)];
      return `  ${id}: ${was} → ${is}`;
    }),
  ];
}

function oneSidedLines(key: string, people: readonly OneSided[], write: Write): string[] {
  if (people.length === 0) return [];
  const lines = people.map((one) => {
    const score = one.score === null ? "" : `  ${shownPoints(one.score)}`;
    return `  ${person(one)}${score}`;
  });
  return ["", write(key, { count: people.length }), ...lines];
}

/**
 * A comparison for the terminal: what is different for everyone, then each student who moved with reasons and checks, then
 * who joined and who left.
 */
export function comparisonText(comparison: Comparison, language: Language): string {
  const write: Write = (key, values = {}) => sentence({ code: `compare.${key}`, values }, language);
  const { assignment, compared, changes, moved, joined, left } = comparison;
  const lines = [
    write("summary", { assignment, compared, moved: moved.length }),
    ...changes.map((change) => `  ${sentence(change, language)}`),
    ...moved.flatMap((one) => movedLines(one, comparison, language, write)),
    ...oneSidedLines("joined", joined, write),
    ...oneSidedLines("left", left, write),
  ];
  return `${lines.join("\n")}\n`;
}
