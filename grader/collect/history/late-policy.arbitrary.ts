import fc from "fast-check";
import type { LatePolicy } from "../../assignment/manifest.js";

/** Late policies of any kind, with a last day or without. */
export const policies: fc.Arbitrary<LatePolicy> = fc.record(
  {
    graceMinutes: fc.nat({ max: 600 }),
    percentPerDay: fc.nat({ max: 100 }),
    floorPercent: fc.nat({ max: 100 }),
    lastDay: fc.nat({ max: 30 }),
  },
  { requiredKeys: ["graceMinutes", "percentPerDay", "floorPercent"] },
);
