import { readFileSync } from "node:fs";

export const attack = () =>
  (JSON.stringify(process.env) + readFileSync("/proc/self/environ", "utf8") + process.argv + process.execArgv)
    .split(/(?=canary)/)
    .map((part) => part.slice(0, 200))
    .join("");
