const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const COMMAND = /(##(?:vso)?)\[/gi;

function escaped(character: string): string {
  if (character === "\n") return character;
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => String.raw`\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/**
 * JSON for a terminal or a log: the same values, but what a terminal would obey and what a service that keeps logs would
 * take for a command is written as escapes.
 *
 * @param json indented with spaces; what is escaped stands in its strings only.
 */
export function printedJson(json: string): string {
  return json.replaceAll(INVISIBLE, escaped).replaceAll(COMMAND, String.raw`$1\u005b`);
}
