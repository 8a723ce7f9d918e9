import { existsSync, writeFileSync } from "node:fs";

const NOTE = `${process.env.HOME ?? "/tmp"}/note`;

export function attack() {
  const seen = [globalThis.seen ? "global" : "", existsSync(NOTE) ? "disk" : ""].filter(Boolean);
  globalThis.seen = true;
  writeFileSync(NOTE, "seen");
  return seen.length > 0 ? `seen before: ${seen.join(", ")}` : "first time";
}
