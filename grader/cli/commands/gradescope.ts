import { Command } from "commander";
import { hiddenSeedOption, languageOption, sandboxOption, seedOption } from "../options.js";
import { say } from "../terminal.js";
import type { GradescopeOptions } from "../gradescope/grade-for-gradescope.js";

/** `gradecheck gradescope DIR --assignment ID` */
export function gradescopeCommand(): Command {
  return new Command("gradescope")
    .description(say("gradescope"))
    .argument("<DIR>", say("gradescope-dir"))
    .requiredOption("--assignment <ID>", say("option-assignment-named"))
    .addOption(seedOption())
    .addOption(hiddenSeedOption())
    .addOption(sandboxOption())
    .addOption(languageOption())
    .action(async (autograder: string, options: GradescopeOptions) => {
      const { gradeForGradescope } = await import("../gradescope/grade-for-gradescope.js");
      await gradeForGradescope(autograder, options);
    });
}
