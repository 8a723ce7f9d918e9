import { stretches } from "./inline-code.js";

const SPECIAL = /[\\`*_[\]<>#|~&$]/g;

// What makes a list or a heading of the line that it begins.
const LINE_START = /^(\s*(?:\d+(?=[.)])|(?=[-+=])))/;

// GitHub turns these into notifications and links even where nothing in Markdown asks for it: a name after an
// at sign, an issue after a number sign, and addresses. An invisible space keeps them apart.
const MENTION = /[@#](?=\S)/g;
const ADDRESS = /(:)(?=\/\/)|(?<=\bwww)(\.)|(?<=\bGH)(-)(?=\d)/gi;
const APART = "\u200B";

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function prose(text: string): string {
  const apart = text.replaceAll(MENTION, (sign) => sign + APART).replaceAll(ADDRESS, (sign) => sign + APART);
  return apart
    .replaceAll("\n", " ")
    .replaceAll(SPECIAL, String.raw`\$&`)
    .replace(LINE_START, "$1\\");
}

/** A text as a span of code, whatever backticks it has. */
export function markdownCode(text: string): string {
  const line = text.replaceAll("\n", " ");
  if (line.trim() === "") return "";
  const ticks = "`".repeat(longestRun(line) + 1);
  // One space at each end is taken off again, and keeps the text's own backticks from the fence.
  return line.includes("`") ? `${ticks} ${line} ${ticks}` : ticks + line + ticks;
}

/**
 * A text as one line of Markdown that reads as the text does: no markup, no HTML, nobody notified and nothing
 * linked; what stands between backticks is code.
 */
export function markdownText(text: string): string {
  return stretches(text)
    .map((stretch) => (stretch.code ? markdownCode(stretch.text) : prose(stretch.text)))
    .join("");
}

/** Markdown for a cell of a table, where a bar ends the cell even within code. */
export function markdownCell(markdown: string): string {
  return markdown.replaceAll(/\\?\|/g, String.raw`\|`);
}

/** A text as a fenced block, between fences longer than any run of backticks in it. */
export function markdownBlock(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text.replace(/\n$/, "")}\n${fence}`;
}
