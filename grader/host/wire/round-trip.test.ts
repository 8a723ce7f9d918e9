// isDeepStrictEqual, for vitest takes an own property named "constructor" for the class.
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { FrameReader } from "./frame-reader.js";
import { replies, requests } from "./messages.arbitrary.js";
import { decodeReply, encodeReply } from "./reply.js";
import { decodeRequest, encodeRequest } from "./request.js";

const HEADER_BYTES = 4;

test("a request comes out as it went in, every float64 of it", () => {
  fc.assert(
    fc.property(requests, (request) => {
      expect(
        isDeepStrictEqual(decodeRequest(encodeRequest(request).subarray(HEADER_BYTES)), {
          ok: true,
          message: request,
        }),
      ).toBe(true);
    }),
    { seed: 1 },
  );
});

test("a reply comes out as it went in, every float64 of it", () => {
  fc.assert(
    fc.property(replies, (reply) => {
      expect(
        isDeepStrictEqual(decodeReply(encodeReply(reply).subarray(HEADER_BYTES)), {
          ok: true,
          message: reply,
        }),
      ).toBe(true);
    }),
    { seed: 2 },
  );
});

test("frames survive being cut anywhere on their way", () => {
  fc.assert(
    fc.property(
      fc.array(replies, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(200), { maxLength: 20 }),
      (sent, cuts) => {
        const stream = Buffer.concat(sent.map(encodeReply));
        const reader = new FrameReader();
        const received = [];
        let position = 0;
        for (const cut of [...cuts, stream.length]) {
          const payloads = reader.push(stream.subarray(position, position + cut));
          position = Math.min(stream.length, position + cut);
          expect(payloads.error).toBeUndefined();
          received.push(...payloads.payloads.map(decodeReply));
        }
        expect(
          isDeepStrictEqual(
            received,
            sent.map((message) => ({ ok: true, message })),
          ),
        ).toBe(true);
      },
    ),
    { seed: 3 },
  );
});

test("the tensor section starts at a multiple of eight bytes", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 16 }), (code) => {
      const value = { shape: [1], data: Float64Array.of(Math.PI) };
      const steps = [{ op: "call", on: { register: 0, path: [] }, method: code, args: [value] }] as const;
      const payload = encodeRequest({
        type: "run",
        id: "0".repeat(32),
        module: "m",
        steps,
        telling: true,
      }).subarray(HEADER_BYTES);
      expect(payload.length % 8).toBe(0);
      expect(payload.readDoubleLE(payload.length - 8)).toBe(Math.PI);
    }),
    { seed: 4 },
  );
});
