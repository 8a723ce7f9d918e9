#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { packageVersion } from "../package/root.js";
import { assignmentsCommand } from "./commands/assignments.js";
import { auditCommand } from "./commands/audit.js";
import { doctorCommand } from "./commands/doctor.js";
import { goldenCommand } from "./commands/golden.js";
import { gradeCommand } from "./commands/grade.js";
import { starterCommand } from "./commands/starter.js";
import { UsageError } from "../submission/usage-error.js";
import { EXIT } from "./exit-code.js";
import { say, tell } from "./terminal.js";

const COMMANDS = [
  gradeCommand,
  starterCommand,
  assignmentsCommand,
  doctorCommand,
  auditCommand,
  goldenCommand,
];

function program(): Command {
  const root = new Command("gradecheck")
    .description(say("gradecheck"))
    .version(packageVersion())
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", `\n${say("exit-codes")}`);
  for (const command of COMMANDS) root.addCommand(command());
  for (const command of [root, ...root.commands]) {
    command.exitOverride().showHelpAfterError(say("see-help"));
  }
  return root;
}

function report(error: unknown): void {
  if (error instanceof CommanderError) {
    // Commander has said it already; asking for help or the version is no mistake.
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else if (error instanceof UsageError) {
    tell(`gradecheck: ${error.message}`);
    process.exitCode = EXIT.usage;
  } else {
    const known = error instanceof Error && "code" in error;
    const text =
      error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
    tell(`gradecheck: ${say("fault", { text })}`);
    process.exitCode = EXIT.fault;
  }
}

try {
  await program().parseAsync();
} catch (error) {
  report(error);
}
