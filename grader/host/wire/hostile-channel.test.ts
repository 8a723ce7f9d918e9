import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type Call, Connection } from "../connection.js";
import type { Launch } from "../sandbox/launch.js";
import { FRAME_BYTES } from "./limits.js";
import type { Request } from "./message.js";
import { replies } from "./messages.arbitrary.js";
import { encodeReply } from "./reply.js";

const ID = "0123456789abcdef0123456789abcdef";
const REQUEST: Request = {
  type: "run",
  id: ID,
  module: "m",
  steps: [
    { op: "apply", name: "f", args: [] },
    { op: "give", from: { register: 0, path: [] } },
  ],
  telling: true,
};
const READY = encodeReply({ type: "ready" });
const SILENCE_MS = 250;
const BUDGET = { cpuMs: 5000, wallMs: SILENCE_MS };
const OUTCOMES = ["protocol-error", "timeout", "crashed"];

const folder = mkdtempSync(join(tmpdir(), "gradecheck-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** How a host goes on once its bytes are out. */
type Ending = "silence" | "exit" | "close";

const ENDINGS: Readonly<Record<Ending, string>> = {
  silence: "exec cat <&3 >/dev/null",
  exit: "exit 0",
  close: "exec 3>&-; sleep 60",
};

let files = 0;

/** A real process with a real channel that waits for a request and then sends bytes, whatever they are. */
function sending(script: string, bytes: Buffer): Launch {
  files++;
  const [ready, file] = [join(folder, "ready"), join(folder, `bytes-${files}`)];
  writeFileSync(ready, READY);
  writeFileSync(file, bytes);
  return {
    command: "/bin/sh",
    args: ["-c", `cat "$0" >&3; head -c 1 <&3 >/dev/null; ${script}`, ready, file],
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    descriptors: [],
    release: () => rmSync(file),
  };
}

/** What a grader makes of a host that answers a request with these bytes. */
async function hearing(bytes: Buffer, ending: Ending, script = 'cat "$1" >&3'): Promise<Call> {
  const connection = new Connection(sending(`${script}; ${ENDINGS[ending]}`, bytes), false);
  try {
    await connection.ready;
    return await connection.call(REQUEST, BUDGET);
  } finally {
    await connection.stop();
  }
}

const honest = encodeReply({
  type: "answers",
  id: ID,
  answers: [{ status: "done" }, { status: "value", value: { kind: "number", number: Number.NaN } }],
  output: "",
  untouched: true,
});

/** A frame around a payload whose envelope is any text, with a header that may lie. */
function framed(json: string, section: Buffer = Buffer.alloc(0), lie = 0): Buffer {
  const text = Buffer.from(json);
  const payload = Buffer.alloc(Math.ceil((4 + text.length) / 8) * 8);
  payload.writeUInt32LE((text.length + lie) >>> 0, 0);
  text.copy(payload, 4);
  const header = Buffer.alloc(4);
  header.writeUInt32LE(payload.length + section.length, 0);
  return Buffer.concat([header, payload, section]);
}

const answering = (value: string, section?: Buffer): Buffer =>
  framed(
    `{"type":"answers","id":"${ID}","answers":[{"status":"done"},{"status":"value","value":${value}}],"output":"","untouched":true}`,
    section,
  );

const KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "asymmetricMatch",
  "$$typeof",
  "then",
  "toJSON",
  "valueOf",
];

const pieces = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  replies.map(encodeReply),
  fc.constant(honest),
  fc.constant(READY),
  fc.nat(honest.length).map((end) => honest.subarray(0, end)),
  fc.tuple(fc.nat(honest.length - 1), fc.nat(255)).map(([at, byte]) => {
    const bytes = Buffer.from(honest);
    bytes[at] = byte;
    return bytes;
  }),
  fc.integer({ min: 0, max: 0xffffffff }).map((length) => {
    const header = Buffer.alloc(4);
    header.writeUInt32LE(length);
    return header;
  }),
  fc.integer({ min: -50, max: 50 }).map((lie) => framed(`{"type":"ready"}`, Buffer.alloc(0), lie)),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => answering("[".repeat(depth))),
  fc
    .constantFrom(...KEYS)
    .map((key) =>
      answering(`{"kind":"object","className":"","entries":[["${key}",{"kind":"null"}]],"${key}":{}}`),
    ),
  fc
    .constantFrom(...KEYS)
    .map((key) => answering(`{"kind":"object","className":"${key}","entries":[["${key}",{"kind":"null"}]]}`)),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((bits) => {
    const section = Buffer.alloc(8);
    section.writeBigUInt64LE(bits);
    return answering(`{"kind":"tensor","tensor":{"shape":[1],"at":0},"float32":false}`, section);
  }),
  fc.integer({ min: 0, max: 3 }).map((step) => encodeReply({ type: "step", id: ID, step })),
);

describe.skipIf(process.platform === "win32")("a host that says anything at all", () => {
  test(
    "gets a call an answer or a fault, in time, and no error out of it",
    { timeout: 300_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(pieces, { maxLength: 4 }),
          fc.constantFrom<Ending>("silence", "exit", "close"),
          async (parts, ending) => {
            const call = await hearing(Buffer.concat(parts), ending);
            // What is well-formed and fits is an answer; whether it is right is for the checks to say.
            const ended = call.ok ? `${call.reply.type} ${call.reply.id}` : call.fault.outcome;
            expect([`answers ${ID}`, ...OUTCOMES]).toContain(ended);
            expect(Object.keys(Object.prototype)).toEqual([]);
          },
        ),
        { seed: 1, numRuns: 100 },
      );
    },
  );

  test.each<[string, Buffer, string]>([
    ["half a frame and then silence", honest.subarray(0, honest.length - 3), "timeout"],
    ["only steps, and no answer", encodeReply({ type: "step", id: ID, step: 0 }), "timeout"],
    [
      "the same step again",
      Buffer.concat([0, 0].map((step) => encodeReply({ type: "step", id: ID, step }))),
      "protocol-error",
    ],
    [
      "steps backwards",
      Buffer.concat([1, 0].map((step) => encodeReply({ type: "step", id: ID, step }))),
      "protocol-error",
    ],
    ["a step that was not asked for", encodeReply({ type: "step", id: ID, step: 2 }), "protocol-error"],
    [
      "an answer to somebody else",
      Buffer.from(honest.toString("latin1").replace(ID, "f".repeat(32)), "latin1"),
      "protocol-error",
    ],
    ["ready again", READY, "protocol-error"],
  ])("%s", async (_what, bytes, outcome) => {
    expect(await hearing(bytes, "silence")).toMatchObject({ ok: false, fault: { outcome } });
  });

  test("is heard once: what it repeats kills it before the next call", async () => {
    const connection = new Connection(
      sending(`cat "$1" >&3; ${ENDINGS.silence}`, Buffer.concat([honest, honest])),
      false,
    );
    await connection.ready;
    await connection.call(REQUEST, BUDGET);
    expect(await connection.call(REQUEST, BUDGET)).toMatchObject({
      ok: false,
      fault: { outcome: "protocol-error" },
    });
    await connection.stop();
  });

  test("does not make the grader keep more than a frame, however much it sends", async () => {
    const header = Buffer.alloc(4);
    header.writeUInt32LE(FRAME_BYTES, 0);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 5);
    const endless = `cat "$1" /dev/zero >&3`;
    const connection = new Connection(sending(endless, header), false);
    await connection.ready;
    const call = await connection.call(REQUEST, { cpuMs: 20_000, wallMs: 40_000 });
    clearInterval(watch);
    await connection.stop();
    expect(call).toMatchObject({ ok: false, fault: { outcome: "protocol-error" } });
    // The frame in pieces, the frame in one, and what was under way.
    expect(most - before).toBeLessThan(3 * FRAME_BYTES);
  });

  test("is read no further once it is condemned", async () => {
    const call = await hearing(Buffer.from([255, 255, 255, 255]), "silence", `cat "$1" /dev/zero >&3`);
    expect(call).toMatchObject({ ok: false, fault: { outcome: "protocol-error" } });
  });
});
