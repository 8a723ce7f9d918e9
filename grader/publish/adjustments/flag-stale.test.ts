import { describe, expect, test } from "vitest";
import type { Adjustment, GradebookEntry } from "../../result/index.js";
import { student } from "../class.fixture.js";
import { flagStale } from "./flag-stale.js";
import { fingerprintsText, readFingerprints } from "./kept-fingerprints.js";

describe("a stale adjustment", () => {
  const adjustments: Adjustment[] = [
    { target: "forward", points: 1, reason: "part", stale: false },
    { target: "forward.golden", points: 1, reason: "check", stale: false },
    { target: "backward", points: 1, reason: "another part", stale: false },
  ];
  const ada = student("ada");
  const changed: GradebookEntry = {
    ...ada,
    checks: ada.checks.map((check) => ({ ...check, outcome: "passed", earned: 10 })),
  };
  const stale = (flagged: { adjustments: readonly Adjustment[] }): boolean[] =>
    flagged.adjustments.map((adjustment) => adjustment.stale);

  test("is flagged once its checks ended otherwise, until a person changes it", () => {
    const first = flagStale(adjustments, [], ada);
    expect(stale(first)).toEqual([false, false, false]);
    expect(first.fingerprints).toHaveLength(3);
    expect(flagStale(first.adjustments, first.fingerprints, ada)).toEqual(first);

    const second = flagStale(first.adjustments, first.fingerprints, changed);
    expect(stale(second)).toEqual([true, true, false]);
    expect(stale(flagStale(second.adjustments, second.fingerprints, changed))).toEqual([true, true, false]);
    expect(stale(flagStale(second.adjustments, second.fingerprints, ada))).toEqual([false, false, false]);

    const confirmed = adjustments.map((one) => ({ ...one, reason: `${one.reason}, still right` }));
    expect(stale(flagStale(confirmed, second.fingerprints, changed))).toEqual([false, false, false]);
  });

  test("is not one whose target has a longer name that begins alike, or whose checks took longer", () => {
    const [check] = ada.checks;
    if (check === undefined) throw new Error("ada has a check");
    const kept = flagStale(adjustments.slice(0, 1), [], ada).fingerprints;
    const slower = {
      ...ada,
      checks: [
        { ...check, durationMs: 99, mistake: null },
        { ...check, id: "forward-2.golden" },
      ],
    };
    expect(stale(flagStale(adjustments.slice(0, 1), kept, slower))).toEqual([false]);
  });

  test("waits for a result, and is forgotten with its adjustment", () => {
    const { fingerprints } = flagStale(adjustments, [], ada);
    const away = { ...ada, state: "not-collected" as const, checks: [] };
    expect(flagStale(adjustments, [], away).fingerprints).toEqual([]);
    expect(stale(flagStale(adjustments, fingerprints, away))).toEqual([false, false, false]);
    expect(flagStale(adjustments, fingerprints, away).fingerprints).toEqual(fingerprints);
    expect(flagStale(adjustments.slice(1), fingerprints, ada).fingerprints).toEqual(fingerprints.slice(1));
    expect(
      flagStale(adjustments, fingerprints, { ...ada, id: "bob" }).fingerprints.map(({ id }) => id),
    ).toEqual(["bob", "bob", "bob"]);
  });

  test("is known by a file that is read as it was written, and refused with all its problems", () => {
    const { fingerprints } = flagStale(adjustments, [], ada);
    expect(readFingerprints(JSON.parse(fingerprintsText(fingerprints)))).toEqual({ ok: true, fingerprints });
    const broken = readFingerprints({
      schema: "x",
      fingerprints: [{ ...fingerprints[0], points: "1", more: 1 }],
    });
    expect(broken.ok ? [] : broken.problems.map(({ path }) => path).toSorted()).toEqual([
      "/fingerprints/0/more",
      "/fingerprints/0/points",
      "/schema",
    ]);
  });
});
