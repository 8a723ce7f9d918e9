import { readFileSync } from "node:fs";

const attempt = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return error.code;
  }
};

import { readdirSync } from "node:fs";

const all = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);

export function attack() {
  const decoy = attempt("/proc/@decoy@/environ");
  const others = all()
    .map((pid) => attempt(`/proc/${pid}/environ`))
    .filter((text) => text.includes("canary"));
  return `${decoy}, of others: ${others.join(" ").slice(0, 500)}`;
}
