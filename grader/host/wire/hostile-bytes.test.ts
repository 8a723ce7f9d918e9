import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FrameReader } from "./frame-reader.js";
import { ENVELOPE_BYTES, FRAME_BYTES } from "./limits.js";
import { replies } from "./messages.arbitrary.js";
import { ProtocolError } from "./protocol-error.js";
import { decodeReply, encodeReply } from "./reply.js";

const HEADER_BYTES = 4;
const ID = "0123456789abcdef0123456789abcdef";

/** A payload with an envelope as given, and a tensor section. */
function payload(envelope: unknown, section: readonly number[] = []): Buffer {
  const json = Buffer.from(typeof envelope === "string" ? envelope : JSON.stringify(envelope));
  const start = Math.ceil((4 + json.length) / 8) * 8;
  const bytes = Buffer.alloc(start + 8 * section.length);
  bytes.writeUInt32LE(json.length, 0);
  json.copy(bytes, 4);
  section.forEach((number, index) => bytes.writeDoubleLE(number, start + 8 * index));
  return bytes;
}

function answering(value: unknown, section: readonly number[] = []): Buffer {
  return payload(
    { type: "answers", id: ID, answers: [{ status: "value", value }], output: "", untouched: true },
    section,
  );
}

const tensorAt = (shape: unknown, at: unknown): object => ({
  kind: "tensor",
  tensor: { shape, at },
  float32: false,
});

describe("bytes that are no reply give a ProtocolError as a value", () => {
  test("random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const reply = decodeReply(Buffer.from(bytes));
        expect(reply.ok || reply.error instanceof ProtocolError).toBe(true);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test("a reply with one byte changed is refused, or is another well-formed reply", () => {
    fc.assert(
      fc.property(replies, fc.nat(), fc.nat(255), (reply, at, byte) => {
        const bytes = Buffer.from(encodeReply(reply).subarray(HEADER_BYTES));
        bytes[at % bytes.length] = byte;
        const decoded = decodeReply(bytes);
        const again = decoded.ok ? decodeReply(encodeReply(decoded.message).subarray(HEADER_BYTES)) : decoded;
        expect(again.ok || again.error instanceof ProtocolError).toBe(true);
        expect(again.ok).toBe(decoded.ok);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  test("a reply cut short is refused", () => {
    fc.assert(
      fc.property(replies, fc.nat(), (reply, at) => {
        const bytes = encodeReply(reply).subarray(HEADER_BYTES);
        const cut = at % bytes.length;
        const decoded = decodeReply(bytes.subarray(0, cut));
        // Only padding may be missing without loss, and then what is left is no whole payload.
        expect(decoded.ok).toBe(false);
      }),
      { seed: 3 },
    );
  });

  test.each<[string, Buffer]>([
    ["nothing", Buffer.alloc(0)],
    ["an envelope longer than the payload", Buffer.from([255, 0, 0, 0, 123, 125, 0, 0])],
    ["an envelope longer than allowed", Buffer.from(Uint32Array.of(ENVELOPE_BYTES + 1, 0).buffer)],
    ["no JSON", payload("{")],
    ["brackets without end", payload("[".repeat(100_000))],
    ["a list for an object", payload([])],
    ["null", payload("null")],
    ["a type that an object inherits", payload({ type: "constructor" })],
    ["a field too many", payload({ type: "ready", verdict: "passed" })],
    ["a field too few", payload({ type: "step", id: ID })],
    ["an id that is none", payload({ type: "step", id: "x", step: 0 })],
    ["a negative step", payload({ type: "step", id: ID, step: -1 })],
    ["a fractional step", payload({ type: "step", id: ID, step: 0.5 })],
    [
      "a verdict for a status",
      payload({ type: "answers", id: ID, answers: [{ status: "passed" }], output: "", untouched: true }),
    ],
    ["an unknown kind", answering({ kind: "asymmetricMatch" })],
    ["a number beyond all numbers", answering('{"kind":"number","number":1e999}')],
    ["a number as text", answering({ kind: "number", number: "1" })],
    ["a text too long", answering({ kind: "string", text: "x".repeat(2049) })],
    ["a list longer than it says", answering({ kind: "list", length: 0, items: [{ kind: "null" }] })],
    [
      "an entry twice",
      answering({
        kind: "object",
        className: "",
        entries: [
          ["a", { kind: "null" }],
          ["a", { kind: "null" }],
        ],
      }),
    ],
    ["an entry without a value", answering({ kind: "object", className: "", entries: [["a"]] })],
    ["a tensor beyond the frame", answering(tensorAt([2], 0), [1])],
    ["a tensor that leaves numbers over", answering(tensorAt([1], 0), [1, 2])],
    ["a tensor before the section", answering(tensorAt([1], -1), [1])],
    ["a tensor with a gap", answering(tensorAt([1], 1), [1, 2])],
    ["a rank of nine", answering(tensorAt([1, 1, 1, 1, 1, 1, 1, 1, 1], 0), [1])],
    ["a length below zero", answering(tensorAt([-1], 0))],
    ["a length that is no number", answering(tensorAt(["1"], 0), [1])],
    ["an empty tensor with endless rows", answering(tensorAt([2 ** 40, 0], 0))],
    ["a size that overflows", answering(tensorAt([2 ** 30, 2 ** 30], 0))],
    ["half a number", Buffer.concat([answering(tensorAt([1], 0), [1]), Buffer.alloc(4)])],
  ])("%s", (_what, bytes) => {
    const reply = decodeReply(bytes);
    expect(reply.ok).toBe(false);
    expect(reply.ok ? undefined : reply.error).toBeInstanceOf(ProtocolError);
  });

  test("one tensor's elements cannot be had twice", () => {
    const item = tensorAt([1], 0);
    expect(decodeReply(answering({ kind: "list", length: 2, items: [item, item] }, [1])).ok).toBe(false);
  });

  test("nesting ends at sixteen", () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? { kind: "null" } : { kind: "list", length: 1, items: [nested(depth - 1)] };
    expect(decodeReply(answering(nested(16))).ok).toBe(true);
    expect(decodeReply(answering(nested(17))).ok).toBe(false);
  });
});

test("a key named __proto__ is an entry like any other", () => {
  const entries = [
    [
      "__proto__",
      { kind: "object", className: "", entries: [["polluted", { kind: "boolean", boolean: true }]] },
    ],
  ];
  const reply = decodeReply(answering({ kind: "object", className: "", entries }));
  expect(reply.ok).toBe(true);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

describe("the frame reader", () => {
  test("refuses a length beyond the limit before anything of it came", () => {
    const reader = new FrameReader();
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(FRAME_BYTES + 1);
    expect(reader.push(header).error).toBeInstanceOf(ProtocolError);
  });

  test("allocates by what came, not by what was announced", () => {
    const readers = Array.from({ length: 200 }, () => new FrameReader());
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(FRAME_BYTES);
    const before = process.memoryUsage().arrayBuffers;
    for (const reader of readers)
      expect(reader.push(header)).toStrictEqual({ payloads: [], error: undefined });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(FRAME_BYTES);
  });
});
