import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageRoot } from "../../package/root.js";
import { POLICY } from "../../prepare/prepare.fixture.js";
import { prepare } from "../../prepare/prepare.js";
import { SANDBOXES } from "../sandbox/sandbox.js";
import { type Attack, type Ending, filledIn } from "./attack.fixture.js";
import type { Planted } from "./planted.fixture.js";

/** What becomes of a folder that is prepared as every submission is, in the sandbox or by somebody without a defence. */
export async function prepared(attack: Attack, planted: Planted, defence?: string): Promise<Ending> {
  const folder = laidOut(attack, planted);
  try {
    if (defence === undefined) return await asEverySubmission(folder);
    const naive = NAIVE[defence];
    if (naive === undefined) throw new Error(`no such defence: ${defence}`);
    return naive(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function asEverySubmission(folder: string): Promise<Ending> {
  const result = await prepare(folder, POLICY, SANDBOXES.bubblewrap);
  const finding = result.problems[0]?.finding.code ?? null;
  const text = `${result.ok ? result.code : ""}${JSON.stringify(result.problems)}${marks(folder)}`;
  return { outcome: result.ok ? "prepared" : "refused", finding, text };
}

/** Who prepares submissions without thinking twice, and what comes of it. */
const NAIVE: Readonly<Record<string, (folder: string) => Ending>> = {
  "regular files only": (folder) => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      /\.\w+$/.test(path),
    );
    const text = files.map((path) => readFileSync(join(folder, path), "utf8")).join("\n");
    return { outcome: "prepared", finding: null, text };
  },
  "settings of our own": (folder) => {
    const vitest = join(packageRoot(), "node_modules", "vitest", "vitest.mjs");
    spawnSync(process.execPath, [vitest, "run", "--passWithNoTests", "--root", folder], { cwd: folder });
    return { outcome: "prepared", finding: null, text: marks(folder) };
  },
  "allowed imports": (folder) => {
    const { stdout } = spawnSync(process.execPath, [join(folder, "src", "index.js")], { encoding: "utf8" });
    return { outcome: "prepared", finding: null, text: stdout };
  },
  "disposable bundler": (folder) => {
    const script = `import { rolldown } from "rolldown"; const b = await rolldown({ input: process.argv[1] }); await b.generate({}); console.log("survived");`;
    const argv = ["--input-type=module", "-e", script, join(folder, "src", "index.js")];
    const { stdout } = spawnSync(process.execPath, argv, { encoding: "utf8", cwd: packageRoot() });
    return { outcome: stdout.includes("survived") ? "prepared" : "grader-broke", finding: null, text: "" };
  },
};

/** What was executed of the folder leaves a file behind. */
function marks(folder: string): string {
  return existsSync(join(folder, "executed")) ? "executed" : "";
}

/** A copy of the submission with its placeholders filled in, its links made, and what would not fit into a repository. */
function laidOut(attack: Attack, planted: Planted): string {
  const folder = mkdtempSync(join(tmpdir(), "attack-"));
  cpSync(join(attack.folder, "submission"), folder, { recursive: true });
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.(js|json)$/.test(path)) continue;
    const file = join(folder, path);
    writeFileSync(
      file,
      filledIn(readFileSync(file, "utf8"), { ...planted.places, folder }).replaceAll(
        '"brackets without end"',
        "[".repeat(90_000),
      ),
    );
  }
  for (const [path, canary] of Object.entries(attack.links ?? {})) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(planted.places[canary] ?? "", join(folder, path));
  }
  return folder;
}
