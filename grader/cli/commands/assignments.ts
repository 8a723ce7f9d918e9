import { Command } from "commander";
import { pointsOf } from "../../assignment/points-of.js";
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
      for (const manifest of manifests) {
        const { id, version, parts } = manifest;
        const texts = readTexts(id, lang);
        process.stdout.write(`${id} ${version}  ${texts.title} (${pointsOf(manifest)})\n`);
        for (const part of parts) {
          process.stdout.write(`  ${String(part.points).padStart(3)}  ${texts.parts[part.id] ?? part.id}\n`);
        }
      }
    });
}
