import { Command } from "commander";
import { chooseSandbox, probeSandbox } from "../../host/index.js";
import type { Language } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import { packageVersion } from "../../package/root.js";
import { languageOption } from "../options.js";
import { say } from "../terminal.js";

/** `gradecheck doctor` */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description(say("doctor"))
    .option("--json", say("option-json-list"))
    .addOption(languageOption())
    .action(async ({ json, lang }: { json?: true; lang: Language }) => {
      const probes = await probeSandbox();
      const { kind, level } = await chooseSandbox("auto");
      if (json === true) {
        process.stdout.write(`${JSON.stringify({ sandbox: kind, level, probes }, null, 2)}\n`);
        return;
      }
      const lines = probes.flatMap(({ ok, finding, remedy }) => [
        `${ok ? "✓" : "✗"} ${sentence(finding, lang)}`,
        ...(remedy === null ? [] : [`  → ${sentence(remedy, lang)}`]),
      ]);
      const values = { kind, level, gradecheck: packageVersion(), node: process.versions.node };
      process.stdout.write(`${[...lines, "", say("doctor-verdict", values)].join("\n")}\n`);
    });
}
