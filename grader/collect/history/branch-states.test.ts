import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { statesByDate, statesByPushes } from "./branch-states.js";
import { oddDates, readHistory, tipOf } from "./history.js";
import { parsePushLog } from "./push-log.js";

const hash = (index: number): string => index.toString(16).padStart(40, "0");
const NONE = hash(0);

/** A line for each commit: its time in seconds, its number, and the numbers of its parents. */
function historyOf(...commits: [seconds: number, number: number, ...parents: number[]][]) {
  const lines = commits.map(([seconds, ...numbers]) => `${seconds} ${numbers.map(hash).join(" ")}\n`);
  return readHistory(lines.join(""));
}

const byDate = (...args: Parameters<typeof statesByDate>): [string, number][] =>
  statesByDate(...args).map(({ commit, atMs }) => [commit, atMs / 1000]);

describe("the dates of commits", () => {
  test("count as no earlier than what they build on, by either parent", () => {
    const history = historyOf([100, 1], [50, 2, 1], [300, 3, 1], [200, 4, 2, 3], [400, 5, 4]);
    expect(byDate(history)).toEqual([
      [hash(1), 100],
      [hash(2), 100],
      [hash(4), 300],
      [hash(5), 400],
    ]);
    expect(tipOf(history).hash).toBe(hash(5));
  });

  test("that cannot be right are found: before a parent, or in the future", () => {
    const history = historyOf([100, 1], [50, 2, 1], [100, 3, 2], [900, 4, 3]);
    expect(oddDates(history, 500_000).map((commit) => commit.hash)).toEqual([hash(2), hash(4)]);
    expect(oddDates(historyOf([100, 1], [100, 2, 1]), 100_000)).toEqual([]);
  });

  test("may be absurd and can still be written down", () => {
    const [state] = statesByDate(historyOf([18_446_744_073_709_552, 1]));
    expect(new Date(state?.atMs ?? NaN).toISOString()).toBe("9999-12-31T23:59:59.000Z");
  });

  test("never decrease along a branch, whatever they say", () => {
    const dates = fc.array(fc.tuple(fc.nat({ max: 1000 }), fc.nat()), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(dates, (all) => {
        const commits = all.map(([seconds, pick], index): [number, number, ...number[]] => {
          const number = index + 1;
          if (index === 0) return [seconds, number];
          return [seconds, number, index, ...(index > 1 ? [1 + (pick % (index - 1))] : [])];
        });
        const states = statesByDate(historyOf(...commits));
        expect(states).toHaveLength(all.length);
        states.forEach(({ atMs }, index) => {
          expect(atMs).toBe(Math.max(...all.slice(0, index + 1).map(([seconds]) => seconds * 1000)));
        });
      }),
      { seed: 41 },
    );
  });

  test("that are none make the repository broken, and none at all an empty one", () => {
    expect(() => readHistory("x y\n")).toThrow("broken");
    expect(() => readHistory("")).toThrow("empty");
  });
});

describe("a push log", () => {
  const line = (before: number, after: number, seconds: number): string =>
    `${hash(before)} ${hash(after)} Minji 'K' <k@x> > <k@y> ${seconds} +0900\tpush\n`;
  const history = historyOf([100, 1], [200, 2, 1], [300, 3, 2], [50, 4, 3]);
  const states = (text: string): unknown => {
    const found = statesByPushes(history, parsePushLog(text) ?? []);
    return found?.map(({ commit, atMs, reliedOn }) => [Number(`0x${commit}`), atMs / 1000, reliedOn]);
  };

  test("says when a branch stood where, whatever the commits say", () => {
    expect(states(line(0, 2, 1000) + line(2, 4, 2000))).toEqual([
      [2, 1000, "push-log"],
      [4, 2000, "push-log"],
    ]);
  });

  test("that begins later leaves what is older to dates", () => {
    expect(states(line(2, 3, 1000) + line(3, 4, 2000))).toEqual([
      [1, 100, "committer-date"],
      [2, 200, "committer-date"],
      [3, 1000, "push-log"],
      [4, 2000, "push-log"],
    ]);
    expect(states(line(2, 3, 150) + line(3, 4, 160))).toMatchObject([{}, { 1: 150 }, {}, {}]);
  });

  test("keeps commits that were replaced, and its order where a clock was set back", () => {
    expect(states(line(0, 9, 1000) + line(9, 2, 500) + line(2, 4, 3000))).toEqual([
      [9, 1000, "push-log"],
      [2, 1000, "push-log"],
      [4, 3000, "push-log"],
    ]);
  });

  test("of a branch that was deleted and pushed again goes on", () => {
    expect(states(line(0, 2, 1000) + line(2, 0, 2000) + line(0, 4, 3000))).toHaveLength(2);
  });

  test("that does not end where the branch stands is not believed", () => {
    expect(states(line(0, 2, 1000))).toBeUndefined();
    expect(states("")).toBeUndefined();
  });

  test.each([
    "nonsense\n",
    "root:x:0:0:root:/root:/bin/sh\n",
    `${hash(1)} ${hash(4)} k\n`,
    `${NONE} ${hash(4)}`,
  ])("with %j in it is none", (text) => expect(parsePushLog(line(0, 1, 1000) + text)).toBeUndefined());
});
