import { Command } from "commander";
import { chooseSandbox } from "../../host/index.js";
import type { GradeOptions } from "../grade-folder.js";
import {
  hiddenSeedOption,
  languageOption,
  leastScoreOption,
  reportOption,
  sandboxOption,
  seedOption,
  sinceOption,
} from "../options.js";
import { say } from "../terminal.js";

async function run(folder: string, options: GradeOptions): Promise<void> {
  // Trying the sandbox out is waiting for another process; the rest is loaded meanwhile.
  const choosing = chooseSandbox(options.sandbox);
  choosing.catch(() => undefined);
  const { gradeFolder } = await import("../grade-folder.js");
  await gradeFolder(folder, options, choosing);
}

/** `gradecheck grade <folder>` */
export function gradeCommand(): Command {
  return new Command("grade")
    .description(say("grade"))
    .argument("<folder>", say("grade-folder"))
    .option("--assignment <ID>", say("option-assignment"))
    .addOption(seedOption())
    .addOption(hiddenSeedOption())
    .addOption(sandboxOption())
    .option("--json", say("option-json"))
    .option("--out <DIR>", say("option-out"))
    .addOption(reportOption())
    .addOption(sinceOption())
    .addOption(leastScoreOption())
    .option("--only <name>", say("option-only"))
    .addOption(languageOption())
    .addHelpText("after", `\n${say("exit-codes")}`)
    .action(run);
}
