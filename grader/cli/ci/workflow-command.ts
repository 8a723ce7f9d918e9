import { plainText } from "../../publish/plain-text.js";
import type { Annotation } from "./annotation.js";

/** GitHub cuts what is longer, anywhere. */
const LONGEST_MESSAGE = 4_000;
const LONGEST_PROPERTY = 300;

const BREAKS: Readonly<Record<string, string>> = {
  "%": "%25",
  "\r": "%0D",
  "\n": "%0A",
  ":": "%3A",
  ",": "%2C",
};

function shortened(text: string, most: number): string {
  const plain = plainText(text);
  if (plain.length <= most) return plain;
  // Half a pair of surrogates is no character.
  return `${plain.slice(0, most).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function escapeMessage(text: string): string {
  return shortened(text, LONGEST_MESSAGE).replaceAll(/[%\r\n]/g, (sign) => BREAKS[sign] ?? sign);
}

function escapeProperty(text: string): string {
  return shortened(text, LONGEST_PROPERTY).replaceAll(/[%\r\n:,]/g, (sign) => BREAKS[sign] ?? sign);
}

/** An annotation as the command that GitHub's runner reads from a log: one line, whatever is in the texts. */
export function workflowCommand({ kind, title, message, place }: Annotation): string {
  const properties = { file: place?.file, line: place?.line, col: place?.column, title };
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${kind} ${written.join(",")}::${escapeMessage(message)}`;
}
