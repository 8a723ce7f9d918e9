import { Command } from "commander";
import type { Language } from "../../locale/language.js";
import { compareGradebooks } from "../../publish/compare/compare-gradebooks.js";
import { comparisonText } from "../../publish/compare/comparison-text.js";
import { languageOption } from "../options.js";
import { readGradebookFile } from "../read-graded.js";
import { say } from "../terminal.js";

/** `gradecheck compare OLD NEW` */
export function compareCommand(): Command {
  return new Command("compare")
    .description(say("compare"))
    .argument("<OLD>", say("compare-old"))
    .argument("<NEW>", say("compare-new"))
    .option("--json", say("option-json-list"))
    .addOption(languageOption())
    .action((old: string, now: string, { json, lang }: { json?: true; lang: Language }) => {
      const [before, after] = [readGradebookFile(old), readGradebookFile(now)];
      const comparison = compareGradebooks(before.gradebook, after.gradebook);
      process.stdout.write(
        json === true ? `${JSON.stringify(comparison, null, 2)}\n` : comparisonText(comparison, lang),
      );
    });
}
