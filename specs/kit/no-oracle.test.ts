import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { corpusFolder, gradecheck, temporaryFolder } from "../../grader/package/command.fixture.js";
import { packageRoot } from "../../grader/package/root.js";
import type { Result } from "../../grader/result/index.js";

const RECORDER = join(packageRoot(), "specs", "kit", "recording.fixture.cjs");

/** A frame as it was sent to a host; `envelope` and `numbers` are hashes of its two parts. */
interface Frame {
  readonly host: string;
  readonly type: string;
  readonly module: string;
  readonly envelope: string;
  readonly numbers: string;
}

/** Everything that the judged host of a submission was asked, and the result. */
async function askedOf(
  kind: "correct" | "partial",
  id: string,
  assignment: string,
): Promise<{ frames: Frame[]; result: Result }> {
  const file = join(temporaryFolder(), "recording");
  const env = { GRADECHECK_TEST_RECORDING: file, NODE_OPTIONS: `--require "${RECORDER}"` };
  const folder = corpusFolder(kind, id, assignment);
  const ended = await gradecheck(["grade", folder, "--json", "--sandbox", "none"], { env });
  const frames = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Frame);
  // Others are asked after a verdict: to find a smaller case, and for the diagnosis.
  const [judged = []] = [...new Set(frames.map(({ host }) => host))]
    .map((host) => frames.filter((frame) => frame.host === host))
    .filter(([first]) => first?.module === "submission-1")
    .toSorted((one, other) => other.length - one.length);
  return { frames: judged, result: JSON.parse(ended.stdout) as Result };
}

/** The checks that hand a submission's own answers back to it, such as a step along its own gradient. */
const OWN_ANSWERS: Readonly<Record<string, readonly string[]>> = {
  "two-layer-nn": [],
  "multi-head-attention": ["learning.step", "learning.copy"],
  "recurrent-networks": ["learning.memory-rnn", "learning.memory-lstm", "learning.memory-gru"],
};

describe.each([
  ["two-layer-nn", "constant-cheat"],
  ["multi-head-attention", "uniform-cheat"],
  ["recurrent-networks", "constant-cheat"],
])("%s", (assignment, wrong) => {
  test("what is asked does not depend on what was right", { timeout: 300_000 }, async () => {
    const [right, other] = [
      await askedOf("correct", "plain-loops", assignment),
      await askedOf("partial", wrong, assignment),
    ];
    expect(right.result.score).toBe(100);
    expect(other.result.score).toBeLessThan(50);
    expect(right.frames.length).toBeGreaterThan(right.result.checks.length);

    const questions = ({ type, module, envelope }: Frame): string => `${type} ${module} ${envelope}`;
    expect(other.frames.map(questions)).toEqual(right.frames.map(questions));

    // One module is loaded for each check, in their order.
    const differing = right.frames.filter(({ numbers }, i) => numbers !== other.frames[i]?.numbers);
    const checks = differing.map(
      ({ module }) => right.result.checks[Number(/\d+/.exec(module)?.[0]) - 1]?.id,
    );
    expect(new Set(checks)).toEqual(new Set(OWN_ANSWERS[assignment] ?? []));
  });
});
