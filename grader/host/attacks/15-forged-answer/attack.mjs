import { writeSync } from "node:fs";

const CHANNEL = 3;

function frame(envelope) {
  const json = Buffer.from(JSON.stringify(envelope));
  const payload = Buffer.alloc(Math.ceil((4 + json.length) / 8) * 8);
  payload.writeUInt32LE(json.length, 0);
  json.copy(payload, 4);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(payload.length, 0);
  return Buffer.concat([length, payload]);
}

export function attack() {
  const value = { kind: "string", text: "forged" };
  const answers = [{ status: "done" }, { status: "value", value }];
  writeSync(CHANNEL, frame({ type: "answers", id: "0".repeat(32), answers, output: "", untouched: true }));
  return "honest";
}
