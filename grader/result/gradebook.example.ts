import { GRADEBOOK_SCHEMA, type Gradebook } from "./gradebook.js";
import { ungraded } from "./ungraded.js";

/** A small gradebook in which every kind of value appears once: what tests of gradebooks start from. */
export function exampleGradebook(): Gradebook {
  return {
    schema: GRADEBOOK_SCHEMA,
    assignment: { id: "two-layer-nn", version: "1.0.0" },
    seed: 42,
    hiddenSeed: 7,
    sandbox: "sandboxed",
    deadline: "2026-03-01T14:59:00Z",
    maxScore: 10,
    parts: [{ id: "forward", maxScore: 10 }],
    checks: [
      {
        id: "forward.golden",
        part: "forward",
        title: "The probabilities are right",
        kind: "golden",
        visibility: "public",
        points: 10,
      },
    ],
    entries: [
      {
        ...ungraded(),
        id: "ada",
        name: "Ada Lovelace",
        email: "ada@example.org",
        section: "A",
        source: "https://git.example.org/ada/nn.git",
        state: "graded",
        handedIn: {
          ref: "main",
          commit: "4f".repeat(20),
          at: "2026-03-02T10:00:00Z",
          reliedOn: "committer-date",
          lateMinutes: 1141,
          latePercent: 10,
        },
        bundleHash: "ab".repeat(32),
        checksScore: 3.5,
        adjustments: [
          { target: "forward.golden", points: 1.5, reason: "A typo in the handout", stale: false },
        ],
        penalty: 0.35,
        score: 4.65,
        parts: [{ id: "forward", score: 3.5, maxScore: 10 }],
        checks: [
          { id: "forward.golden", earned: 3.5, outcome: "failed", mistake: "relu-hidden", durationMs: 1.5 },
        ],
        files: { student: "students/ada", teacher: "teacher/ada" },
      },
      {
        section: "",
        ...ungraded(),
        id: "kim",
        name: "김하늘",
        email: "kim@example.org",
        source: "https://git.example.org/kim/nn.git",
        state: "not-collected",
        findings: [{ code: "collect.unreachable", values: { reason: "no such repository" } }],
      },
    ],
    similarity: [{ left: "ada", right: "kim", similarity: 0.75, longestFragment: 40 }],
    startedAt: "2026-03-04T05:06:07.089Z",
    durationMs: 812,
    versions: { gradecheck: "0.1.0", node: "20.19.0", vitest: "4.1.0" },
  };
}
