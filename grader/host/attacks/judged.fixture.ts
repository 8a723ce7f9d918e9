import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { Tensor } from "../../../reference/tensor/tensor.js";
import { expectClose } from "../../../specs/kit/closeness.js";
import type { CheckBody } from "../../../specs/kit/context.js";
import { HostedSubmission } from "../../../specs/kit/hosted-submission.js";
import { judge } from "../../../specs/kit/judge.js";
import { NO_MAP, PLAN } from "../../../specs/kit/judging.fixture.js";
import type { RecordedOutcome } from "../../../specs/kit/recorded.js";
import type { Ending } from "./attack.fixture.js";

const EXPECTED = Tensor.fromRows([
  [2, 4],
  [6, 8],
]);
const LABEL = {
  what: "y",
  axes: [
    { letter: "N", name: "example", size: 2 },
    { letter: "C", name: "class", size: 2 },
  ],
};

/** The check of these tests: `f(X)` gives every entry of X (2,2) doubled. */
const body: CheckBody = async (context) => {
  const script = context.script();
  const y = script.want(script.apply("f", EXPECTED.scale(0.5)));
  const answers = await context.run(script);
  expectClose(context, answers.tensor(y, LABEL), EXPECTED, LABEL);
};

/** What becomes of a module that is judged as every submission is, in the sandbox. */
export async function judged(code: string): Promise<{ ending: Ending; recorded: RecordedOutcome }> {
  const plan = { ...PLAN, sandbox: "bubblewrap" } as const;
  const submission = {
    id: "attack",
    folder: "/nowhere",
    ready: true,
    code,
    body: null,
    map: NO_MAP,
  } as const;
  const declared = {
    id: "attack.doubled",
    part: "attack",
    title: "f doubles",
    points: 1,
    kind: "golden",
    visibility: "public",
  } as const;
  const hosted = new HostedSubmission(plan, submission);
  const elsewhere = new HostedSubmission(plan, submission);
  try {
    const recorded = await judge(plan, { hosted, elsewhere }, declared, body);
    const { outcome, details } = recorded;
    return {
      ending: { outcome, finding: details.findings[0]?.code ?? null, text: details.output },
      recorded,
    };
  } finally {
    await Promise.all([hosted.stop(), elsewhere.stop()]);
  }
}

/** How graders judge that the world has seen, each fooled by somebody. They say `passed` where they were. */
const NAIVE: Readonly<Record<string, (file: string) => Promise<Ending>>> = {
  /** Believes what is printed. */
  "verdict by values": async (file) => {
    const { output } = await runNode(`const m = await import(process.argv[1]); m.f([[1, 2], [3, 4]]);`, file);
    return passedIf(/^score: 100\/100$/m.test(output));
  },
  /** Believes an exit code. */
  "verdict by answers": async (file) => {
    const { code } = await runNode(
      `const m = await import(process.argv[1]); if (m.f([[1, 2], [3, 4]])?.[0]?.[0] !== 2) process.exit(1);`,
      file,
    );
    return passedIf(code === 0);
  },
  /** Compares beside the code that it judges. */
  "process of its own": async (file) => {
    const { output, code } = await runNode(
      `const { f } = await import(process.argv[1]);
      const same = (got, wanted) =>
        typeof got?.asymmetricMatch === "function" ? got.asymmetricMatch(wanted)
        : Array.isArray(wanted) ? wanted.every((entry, i) => same(got[i], entry))
        : Math.abs(got - wanted) <= 1e-9;
      let verdict;
      try { verdict = same(f([[1, 2], [3, 4]]), [[2, 4], [6, 8]]) ? "passed" : "failed"; }
      catch (error) { verdict = String(error).length > 1e6 ? "grader-broke" : "threw"; }
      process.stdout.write("verdict " + verdict);`,
      file,
    );
    const verdict = /verdict (\S+)/.exec(output)?.[1];
    return { outcome: verdict ?? (code === 0 ? "failed" : "grader-broke"), finding: null, text: "" };
  },
  /** Takes whatever is not too far off for close. */
  "finite numbers": async (file) => {
    const { output } = await runNode(
      `const { f } = await import(process.argv[1]);
      const far = f([[1, 2], [3, 4]]).flat().some((got, i) => Math.abs(got - (i + 1) * 2) > 1e-9);
      process.stdout.write(far ? "failed" : "passed");`,
      file,
    );
    return passedIf(output === "passed");
  },
};

/** What a grader says of a file that lacks a defence. */
export function judgedNaively(file: string, defence: string): Promise<Ending> {
  const judge = NAIVE[defence];
  if (judge === undefined) throw new Error(`no such defence: ${defence}`);
  return judge(pathToFileURL(file).href);
}

function passedIf(passed: boolean): Ending {
  return { outcome: passed ? "passed" : "failed", finding: null, text: "" };
}

function runNode(script: string, argument: string): Promise<{ output: string; code: number | null }> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, argument], {
    stdio: ["ignore", "pipe", "ignore"],
    env: {},
    timeout: 20_000,
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ output, code })));
}
