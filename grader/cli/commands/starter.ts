import { cpSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { assignmentFolder } from "../../assignment/texts.js";
import { readAssignment } from "../../assignment/read-assignment.js";
import type { Language } from "../../locale/language.js";
import { UsageError } from "../../submission/usage-error.js";
import { knownAssignment } from "../../submission/find-submission.js";
import { languageOption } from "../options.js";
import { say } from "../terminal.js";

/** The handout in a language, or in English where there is no other. */
function handoutFile(id: string, language: Language): string {
  const { languages } = readAssignment(id);
  const suffix = language === "en" || !languages.includes(language) ? "" : `.${language}`;
  return join(assignmentFolder(id), `handout${suffix}.md`);
}

/** From then on `npm test` in the repository speaks this language, whatever the terminal's is. */
function setLanguage(folder: string, lang: Language): void {
  const path = join(folder, "package.json");
  const content = JSON.parse(readFileSync(path, "utf8")) as { gradecheck: object };
  const changed = { ...content, gradecheck: { ...content.gradecheck, lang } };
  writeFileSync(path, `${JSON.stringify(changed, null, 2)}\n`);
}

/** `gradecheck starter ID DIR` */
export function starterCommand(): Command {
  return new Command("starter")
    .description(say("starter"))
    .argument("<ID>", say("starter-id"))
    .argument("<DIR>", say("starter-dir"))
    .addOption(languageOption())
    .action((id: string, folder: string, { lang }: { lang: Language }, command: Command) => {
      const source = join(assignmentFolder(knownAssignment(id)), "starter");
      const stats = statSync(folder, { throwIfNoEntry: false });
      if (stats?.isDirectory() === false) throw new UsageError(say("not-a-folder", { folder }));
      if (stats !== undefined && readdirSync(folder).length > 0) {
        throw new UsageError(say("not-empty", { folder }));
      }
      cpSync(source, folder, { recursive: true });
      // npm leaves files of this name out of a package, so it travels under another.
      renameSync(join(folder, "gitignore"), join(folder, ".gitignore"));
      cpSync(handoutFile(id, lang), join(folder, "handout.md"));
      // What nobody asked for is decided by the terminal of whoever works in it.
      if (command.getOptionValueSource("lang") === "cli") setLanguage(folder, lang);
      process.stdout.write(`${say("starter-done", { folder })}\n`);
    });
}
