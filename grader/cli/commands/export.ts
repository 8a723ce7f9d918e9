import { Command, Option } from "commander";
import { exportGraded } from "../export/export-graded.js";
import { EXPORT_FORMATS } from "../export/export-options.js";
import { languageOption } from "../options.js";
import { say } from "../terminal.js";

/** `gradecheck export DIR --format FORMAT` */
export function exportCommand(): Command {
  const format = new Option("--format <format>", say("option-format")).choices(EXPORT_FORMATS);
  return new Command("export")
    .description(say("export"))
    .argument("<DIR>", say("export-dir"))
    .addOption(format.makeOptionMandatory())
    .option("--out <FILE>", say("option-export-out"))
    .option("--worksheet <FILE>", say("option-worksheet"))
    .option("--canvas-file <FILE>", say("option-canvas-file"))
    .option("--column <title>", say("option-column"))
    .addOption(new Option("--canvas-ids <kind>", say("option-canvas-ids")).choices(["login", "sis"]))
    .addOption(languageOption())
    .action(exportGraded);
}
