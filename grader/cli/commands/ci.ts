import { Command } from "commander";
import { chooseSandbox } from "../../host/index.js";
import type { CiOptions } from "../ci/run-ci.js";
import { sayCi } from "../ci/say.js";
import {
  hiddenSeedOption,
  languageOption,
  leastScoreOption,
  sandboxOption,
  seedOption,
  sinceOption,
} from "../options.js";
import { say } from "../terminal.js";

async function run(folder: string, options: CiOptions): Promise<void> {
  // As in grade: trying the sandbox out is waiting.
  const choosing = chooseSandbox(options.sandbox);
  choosing.catch(() => undefined);
  const { runCi } = await import("../ci/run-ci.js");
  await runCi(folder, options, choosing, process.env);
}

/** `gradecheck ci [folder]` */
export function ciCommand(): Command {
  return new Command("ci")
    .description(sayCi("description"))
    .argument("[folder]", sayCi("folder"), ".")
    .option("--assignment <ID>", say("option-assignment"))
    .addOption(seedOption())
    .addOption(hiddenSeedOption())
    .addOption(sandboxOption())
    .addOption(leastScoreOption())
    .addOption(sinceOption())
    .option("--out <DIR>", sayCi("option-out"))
    .option("--junit <FILE>", sayCi("option-junit"))
    .option("--classroom", sayCi("option-classroom"))
    .addOption(languageOption())
    .addHelpText("after", `\n${say("exit-codes")}`)
    .action(run);
}
