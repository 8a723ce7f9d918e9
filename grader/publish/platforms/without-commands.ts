/**
 * A text of which the runner of GitHub Actions takes no line for a command to it. It reads `::name::` at the beginning of a
 * line, after any blanks, and `##[name]` anywhere, from stdout and stderr alike.
 */
export function withoutCommands(text: string): string {
  return text.replaceAll("##[", "## [").replaceAll(/^([\s\u0085]*):+/gm, "$1");
}
