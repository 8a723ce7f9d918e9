import pc from "picocolors";
import { wrapColumns } from "../../dist/reports/text/display-width.js";

const NAME_COLUMNS = 26;
const TEXT_COLUMNS = 96;

function paint(score, maxScore) {
  if (score === maxScore) return pc.green;
  return score === 0 ? pc.dim : pc.yellow;
}

/** The value that occurs most often; the first of several. */
function mostFrequent(values) {
  const count = (value) => values.filter((other) => other === value).length;
  return values.toSorted((a, b) => count(b) - count(a))[0];
}

/** One sentence on what to look at first. */
function whatStandsOut({ submission, checks, score, maxScore }) {
  const [problem] = submission.problems;
  if (problem !== undefined) return problem.message;
  const open = checks.filter((check) => check.earned < check.points);
  if (score === maxScore) return "";
  const hint = mostFrequent(open.flatMap((check) => check.diagnosis?.hint ?? []));
  if (hint !== undefined) return `Looks like: ${hint}`;
  const unwritten = open.filter((check) => check.outcome === "not-implemented");
  if (unwritten.length > 0)
    return `${unwritten.length} of ${checks.length} checks wait for code to be written.`;
  const outcome = mostFrequent(open.map((check) => check.outcome));
  const alike = open.filter((check) => check.outcome === outcome);
  return `${alike.length} × ${outcome}. ${alike[0].message}`;
}

function row({ submission, score, maxScore, parts }, columns) {
  const cells = parts.map((part, i) => {
    return paint(part.score, part.maxScore)(String(part.score).padStart(columns[i]));
  });
  const total = paint(score, maxScore)(pc.bold(String(score).padStart(7)));
  return `  ${submission.id.padEnd(NAME_COLUMNS)}${total}${cells.join("")}`;
}

/** A class as a table: score, points of every part, and below each name what stands out. */
export function classTable(manifest, results) {
  const columns = manifest.parts.map(({ id }) => Math.max(id.length, 4) + 2);
  const heads = manifest.parts.map(({ id }, i) => id.padStart(columns[i])).join("");
  const most = manifest.parts.map(({ points }, i) => `/ ${points}`.padStart(columns[i])).join("");
  const total = manifest.parts.reduce((sum, { points }) => sum + points, 0);
  const lines = [
    pc.bold(`  ${"".padEnd(NAME_COLUMNS)}${"score".padStart(7)}${heads}`),
    pc.dim(`  ${"".padEnd(NAME_COLUMNS)}${`/ ${total}`.padStart(7)}${most}`),
  ];
  for (const result of results) {
    lines.push(row(result, columns));
    const text = whatStandsOut(result);
    if (text !== "") lines.push(...wrapColumns(text, TEXT_COLUMNS).map((line) => pc.dim(`      ${line}`)));
  }
  return lines.join("\n");
}
