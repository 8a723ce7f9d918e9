#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { packageVersion } from "../package/root.js";
import { withoutCommands } from "../publish/platforms/without-commands.js";
import { UsageError } from "../submission/usage-error.js";
import { EXIT } from "./exit-code.js";
import { say, tell } from "./terminal.js";

/** In the order of the help; each is loaded when it is needed, for some take long to. */
const COMMANDS: Readonly<Record<string, () => Promise<() => Command>>> = {
  grade: async () => (await import("./commands/grade.js")).gradeCommand,
  ci: async () => (await import("./commands/ci.js")).ciCommand,
  batch: async () => (await import("./commands/batch.js")).batchCommand,
  starter: async () => (await import("./commands/starter.js")).starterCommand,
  assignments: async () => (await import("./commands/assignments.js")).assignmentsCommand,
  doctor: async () => (await import("./commands/doctor.js")).doctorCommand,
  compare: async () => (await import("./commands/compare.js")).compareCommand,
  export: async () => (await import("./commands/export.js")).exportCommand,
  gradescope: async () => (await import("./commands/gradescope.js")).gradescopeCommand,
  audit: async () => (await import("./commands/audit.js")).auditCommand,
  golden: async () => (await import("./commands/golden.js")).goldenCommand,
};

/** How Node ends where the main module waits for what will never come. */
const UNSETTLED = 13;

/** The one that is asked for; all of them for the help, and to say which there are. */
async function commandsFor(asked = ""): Promise<Command[]> {
  const loads = Object.hasOwn(COMMANDS, asked) ? [COMMANDS[asked]] : Object.values(COMMANDS);
  return Promise.all(loads.flatMap((load) => load?.() ?? []).map(async (command) => (await command)()));
}

async function program(): Promise<Command> {
  const root = new Command("gradecheck")
    .description(say("gradecheck"))
    .version(packageVersion())
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", `\n${say("exit-codes")}`);
  for (const command of await commandsFor(process.argv[2])) root.addCommand(command);
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
    // It may quote a submission, and in a CI run somebody else reads along.
    tell(withoutCommands(`gradecheck: ${error.message}`));
    process.exitCode = EXIT.usage;
  } else {
    const known = error instanceof Error && "code" in error;
    const text =
      error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
    tell(withoutCommands(`gradecheck: ${say("fault", { text })}`));
    process.exitCode = EXIT.fault;
  }
}

// A worker that is killed while it starts brings vitest down by an event that nobody awaits. Node would end with 1, which
// is a verdict here.
process.once("uncaughtException", (error) => {
  report(error);
  process.exit();
});
// Or vitest waits for that worker until nothing is left to wait for, and Node ends with what vitest made of the code.
let finished = false;
process.once("exit", (code) => {
  if (finished || (code !== EXIT.short && code !== UNSETTLED)) return;
  tell(`gradecheck: ${say("fault", { text: say("unfinished") })}`);
  process.exitCode = EXIT.fault;
});
try {
  const asked = await program();
  await asked.parseAsync();
} catch (error) {
  report(error);
}
finished = true;
