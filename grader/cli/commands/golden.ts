import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Command } from "commander";
import { checkGolden } from "../../../reference/golden/check.js";
import { generateGolden, goldenAssignments, recipeOf } from "../../../reference/golden/generate.js";
import { pythonWithTorch, runOracle } from "../../../reference/golden/oracle.js";
import { EXIT } from "../exit-code.js";
import { knownAssignment } from "../../submission/find-submission.js";
import { packageRoot } from "../../package/root.js";
import { say, tell } from "../terminal.js";
import { writeWhole } from "../../storage/write-whole.js";

function show(line: string): void {
  process.stdout.write(`${line}\n`);
}

function check(ids: readonly string[]): void {
  for (const id of ids) {
    const { ok, problems } = checkGolden(id);
    show(say(ok ? "golden-holds" : "golden-drifted", { id }));
    for (const problem of problems) show(`  ${problem}`);
    if (!ok) process.exitCode = EXIT.short;
  }
}

function writeIfChanged(path: string, text: string): void {
  const place = relative(process.cwd(), path);
  if (existsSync(path) && readFileSync(path, "utf8") === text) {
    show(say("golden-unchanged", { path: place }));
    return;
  }
  writeWhole(path, text);
  show(say("wrote", { path: place }));
}

function write(ids: readonly string[]): void {
  const python = pythonWithTorch();
  if (python === undefined) tell(say("no-oracle"));
  for (const id of ids) {
    const asked = python === undefined ? undefined : runOracle(recipeOf(id), python);
    if (asked !== undefined) writeIfChanged(join(packageRoot(), asked.path), asked.text);
    const { path, text } = generateGolden(id, asked?.print);
    writeIfChanged(path, text);
  }
}

/** `gradecheck golden [ID] [--check]` */
export function goldenCommand(): Command {
  return new Command("golden")
    .description(say("golden"))
    .argument("[ID]", say("optional-assignment"))
    .option("--check", say("option-check"))
    .action((id: string | undefined, options: { check?: true }) => {
      const ids = id === undefined ? goldenAssignments : [knownAssignment(id)];
      if (options.check === true) check(ids);
      else write(ids);
    });
}
