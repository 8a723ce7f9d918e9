import { visibleText } from "./visible-text.js";

/** What services that keep logs take for a command to themselves: `::set-output`, `##[error]`, `##vso[task]`. */
const COMMANDS = /(:)(?=:)|(#)(?=#(?:vso)?\[)/gi;

/**
 * A text for a log or a terminal: nothing in it is hidden, and no line of it commands the service that keeps the log,
 * however it is broken into lines later.
 */
export function logText(text: string): string {
  return visibleText(text).replaceAll(COMMANDS, "$1$2 ");
}
