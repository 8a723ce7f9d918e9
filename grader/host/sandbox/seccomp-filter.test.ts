import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verdictOf } from "./bpf.fixture.js";
import { type Architecture, DENIED_CALLS } from "./seccomp-calls.js";
import { seccompFilter } from "./seccomp-filter.js";

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const PERMISSION = 0x00050001;
const NOT_THERE = 0x00050026;

/** What a thread of glibc and musl is cloned with. */
const THREAD_FLAGS = 0x003d0f00;
const CLONE_THREAD = 0x00010000;
const NAMESPACES = [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000];

/** What Node cannot do without, such as read, futex and mmap; numbers of unistd.h. */
const NEEDED = {
  x64: [
    0, 1, 3, 9, 10, 11, 13, 14, 17, 20, 28, 35, 39, 60, 186, 202, 228, 231, 232, 233, 257, 262, 290, 291, 302,
    318,
  ],
  arm64: [
    19, 20, 21, 22, 29, 56, 57, 63, 64, 65, 66, 79, 93, 94, 98, 113, 134, 135, 172, 178, 214, 215, 222, 226,
    233, 261, 278,
  ],
};

describe.each([
  { name: "x64", audit: 0xc000003e, clone: 56, column: 0, foreign: 0x40000003 },
  { name: "arm64", audit: 0xc00000b7, clone: 220, column: 1, foreign: 0x40000028 },
] as const)("the filter for $name", ({ name, audit, clone, column, foreign }) => {
  const architecture: Architecture = name;
  const filter = seccompFilter(architecture);
  const verdict = (number: number, firstArgument = 0): number =>
    verdictOf(filter, { number, architecture: audit, firstArgument });
  const denied = Object.entries(DENIED_CALLS).flatMap(([call, numbers]) => {
    const number = numbers[column];
    return number === null ? [] : [{ call, number }];
  });

  test("is one that the kernel takes: whole instructions, not too many, jumps that stay inside", () => {
    expect(filter.length % 8).toBe(0);
    expect(filter.length / 8).toBeLessThanOrEqual(4096);
    for (let number = 0; number < 600; number++) expect(() => verdict(number)).not.toThrow();
  });

  test.each(denied)("denies $call", ({ number }) => {
    expect(verdict(number)).toBe(PERMISSION);
  });

  test("allows threads, and neither processes nor namespaces", () => {
    expect(verdict(clone, THREAD_FLAGS)).toBe(ALLOW);
    expect(verdict(clone, 17)).toBe(PERMISSION);
    for (const flag of NAMESPACES) expect(verdict(clone, THREAD_FLAGS | flag)).toBe(PERMISSION);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (flags) => {
        const isThread = (flags & CLONE_THREAD) !== 0 && NAMESPACES.every((flag) => (flags & flag) === 0);
        expect(verdict(clone, flags)).toBe(isThread ? ALLOW : PERMISSION);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test("sends clone3 back to clone", () => {
    expect(verdict(435)).toBe(NOT_THERE);
  });

  test("allows what Node needs", () => {
    for (const number of NEEDED[name]) expect([number, verdict(number)]).toEqual([number, ALLOW]);
  });

  test("denies nothing else, so nothing is denied by mistake", () => {
    const numbers = new Set([...denied.map(({ number }) => number), clone, 435]);
    const others = Array.from({ length: 600 }, (_, number) => number).filter(
      (number) => !numbers.has(number),
    );
    expect(others.filter((number) => verdict(number) !== ALLOW)).toEqual([]);
  });

  test("kills who speaks the numbers of another processor", () => {
    for (const other of [0, foreign, (audit ^ 1) >>> 0]) {
      expect(verdictOf(filter, { number: 0, architecture: other, firstArgument: 0 })).toBe(KILL);
    }
  });

  test("denies the second set of numbers, where a processor has one", () => {
    const expected = name === "x64" ? PERMISSION : ALLOW;
    fc.assert(
      fc.property(fc.integer({ min: 0x40000000, max: 0xffffffff }), (number) => {
        expect(verdict(number)).toBe(expected);
      }),
      { seed: 2 },
    );
  });
});

test("no call has two names", () => {
  for (const column of [0, 1] as const) {
    const numbers = Object.values(DENIED_CALLS).flatMap((pair) => pair[column] ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});
