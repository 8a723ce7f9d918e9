import { Command } from "commander";
import { assignmentIds, readAssignment } from "../../assignment/read-assignment.js";
import { readTexts } from "../../assignment/texts.js";
import type { Language } from "../../locale/language.js";
import { languageOption } from "../options.js";
import { say } from "../terminal.js";

/** `gradecheck assignments` */
export function assignmentsCommand(): Command {
  return new Command("assignments")
    .description(say("assignments"))
    .option("--json", say("option-json-list"))
    .addOption(languageOption())
    .action(({ json, lang }: { json?: true; lang: Language }) => {
      const manifests = assignmentIds().map(readAssignment);
      if (json === true) {
        process.stdout.write(`${JSON.stringify(manifests, null, 2)}\n`);
        return;
      }
      for (const { id, version, parts } of manifests) {
        const texts = readTexts(id, lang);
        const points = parts.reduce((sum, part) => sum + part.points, 0);
        process.stdout.write(`${id} ${version}  ${texts.title} (${points})\n`);
        for (const part of parts) {
          process.stdout.write(`  ${String(part.points).padStart(3)}  ${texts.parts[part.id] ?? part.id}\n`);
        }
      }
    });
}
