import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantText, readInstant } from "../history/instant.js";
import { ownDeadline, readExtension } from "./extension.js";

const HOUR = 3_600_000;
const SEED = 11;
const moment = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000);

describe("a moment", () => {
  test("is read as it was written, in any zone", () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: -12, max: 14 }), (ms, hours) => {
        const local = instantText(ms + hours * HOUR).replace("Z", "");
        const zone = `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
        expect([readInstant(instantText(ms)), readInstant(local + zone)]).toEqual([ms, ms]);
      }),
      { seed: SEED },
    );
  });

  test.each([
    "2026-03-01T23:59Z",
    "2026-03-01 23:59:00Z",
    "2026-03-02T08:59+09:00",
    "2026-03-01T23:59:00.0Z",
  ])("may be written as %s", (text) => expect(readInstant(text)).toBe(Date.UTC(2026, 2, 1, 23, 59)));

  test.each([
    "2026-03-01T23:59",
    "2026-03-01",
    "2026-02-29T10:00Z",
    "2026-13-01T10:00Z",
    "2026-03-01T24:00Z",
    "2026-03-01T10:60Z",
    "2026-03-01T10:00+15:00",
    "01.03.2026 10:00Z",
    "tomorrow",
    "",
  ])("is not %s", (text) => expect(readInstant(text)).toBeUndefined());
});

describe("an extension", () => {
  test("is a duration or a moment", () => {
    expect(["2d", "36h", "90m", "0m"].map((text) => readExtension(text))).toEqual(
      [48, 36, 1.5, 0].map((hours) => ({ kind: "longer", byMs: hours * HOUR })),
    );
    expect(readExtension("2026-03-01T00:00Z")).toEqual({ kind: "until", atMs: Date.UTC(2026, 2, 1) });
    for (const text of ["", "2", "d", "-1d", "1.5d", "2 d", "2D", "2w", "123456d", "2026-03-01"]) {
      expect(readExtension(text)).toBeUndefined();
    }
  });

  test("never takes time away", () => {
    const longer = fc.nat().map((byMs) => ({ kind: "longer", byMs }) as const);
    const until = moment.map((atMs) => ({ kind: "until", atMs }) as const);
    fc.assert(
      fc.property(moment, fc.oneof(longer, until), (deadlineMs, extension) => {
        const own = ownDeadline(deadlineMs, extension);
        expect(own).toBeGreaterThanOrEqual(deadlineMs);
        const wanted = extension.kind === "longer" ? deadlineMs + extension.byMs : extension.atMs;
        expect(own).toBe(Math.max(deadlineMs, wanted));
        expect(ownDeadline(deadlineMs, null)).toBe(deadlineMs);
      }),
      { seed: SEED },
    );
  });
});
