import { stripVTControlCharacters } from "node:util";
import { terminalLanguage } from "../locale/language.js";
import { logText } from "../locale/log-text.js";
import { sentence } from "../locale/sentence.js";

/** A sentence of `cli.json` in the terminal's language. */
export function say(key: string, values: Record<string, string | number> = {}): string {
  return sentence({ code: `cli.${key}`, values }, terminalLanguage());
}

/** Writes a line for people; everything but a command's answer goes to stderr. A student may have a hand in it. */
export function tell(line: string): void {
  process.stderr.write(`${logText(line)}\n`);
}

/** A line that counts what is done, on a terminal only; nothing in a log. */
export class Progress {
  readonly #what: string;
  #shown = false;

  constructor(what: string) {
    this.#what = what;
  }

  /** Shows how many are done. */
  readonly update = (done: number): void => {
    if (!process.stderr.isTTY) return;
    const line = stripVTControlCharacters(say("progress", { what: this.#what, done }));
    process.stderr.write(`\r\u001b[2K${line}`);
    this.#shown = true;
  };

  /** Takes the line away. */
  end(): void {
    if (this.#shown) process.stderr.write("\r\u001b[2K");
    this.#shown = false;
  }
}
