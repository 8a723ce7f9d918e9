/**
 * The tokenizer's process: disposable, for its input is hostile. It talks on descriptor 3 and is the only part of
 * gradecheck in the sandbox with it, so nothing outside this folder is imported.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { READY, type TokenRequest } from "./message.js";
import { tokenize } from "./tokenize.js";

const CHANNEL = 3;

function say(line: string): void {
  writeFileSync(CHANNEL, `${line}\n`);
}

say(READY);
const { submissions } = JSON.parse(readFileSync(CHANNEL, "utf8")) as TokenRequest;
for (const files of submissions) say(JSON.stringify(tokenize(files)));
