import { writeSync } from "node:fs";

export function attack() {
  const line = "x".repeat(65_536);
  for (;;) writeSync(1, line);
}
