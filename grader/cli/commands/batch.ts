import { Command } from "commander";
import {
  type BatchOptions,
  deadlineOption,
  jobsOption,
  onlyStudentsOption,
  protocolsOption,
} from "../batch/batch-options.js";
import { sayBatch } from "../batch/say.js";
import type { BatchView } from "../batch/batch-view.js";
import { JsonView } from "../batch/json-view.js";
import { LiveView } from "../batch/live-view.js";
import { LogView } from "../batch/log-view.js";
import { EXIT } from "../exit-code.js";
import {
  hiddenSeedOption,
  languageOption,
  REPORT_KINDS,
  reportOption,
  sandboxOption,
  seedOption,
} from "../options.js";
import { say } from "../terminal.js";

const CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

/** The second Ctrl-C ends the process at once, as everywhere. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(CODES[signal]);
      controller.abort(signal);
    });
  }
  return controller.signal;
}

function viewFor({ json }: BatchOptions): BatchView {
  if (json === true) return new JsonView();
  return process.stderr.isTTY ? new LiveView() : new LogView();
}

async function run(where: string, options: BatchOptions): Promise<void> {
  const abort = abortOnSignals();
  const view = viewFor(options);
  const progress = { done: 0, total: 0 };
  try {
    const { gradeClass } = await import("../batch/grade-class.js");
    await gradeClass(where, options, view, progress, abort);
  } catch (error) {
    if (!abort.aborted) throw error;
    view.stopped(progress);
    process.exitCode = CODES[abort.reason as keyof typeof CODES];
  } finally {
    view.close();
  }
}

/** `gradecheck batch` */
export function batchCommand(): Command {
  return new Command("batch")
    .description(sayBatch("description"))
    .argument("<where>", sayBatch("where"))
    .requiredOption("--assignment <ID>", sayBatch("option-assignment"))
    .requiredOption("--out <DIR>", sayBatch("option-out"))
    .addOption(jobsOption())
    .addOption(deadlineOption())
    .option("--ref <name>", sayBatch("option-ref"))
    .addOption(seedOption())
    .addOption(hiddenSeedOption())
    .addOption(sandboxOption().default("bubblewrap"))
    .option("--fresh", sayBatch("option-fresh"))
    .addOption(onlyStudentsOption())
    .option("--json", sayBatch("option-json"))
    .addOption(reportOption().default([...REPORT_KINDS], "html,md"))
    .option("--adjustments <file>", sayBatch("option-adjustments"))
    .addOption(protocolsOption())
    .option("--similarity", sayBatch("option-similarity"))
    .addOption(languageOption())
    .addHelpText("after", `\n${say("exit-codes")}`)
    .action(run);
}
