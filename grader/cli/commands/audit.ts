import { Command, InvalidArgumentError, Option } from "commander";
import { audit, type AuditRow } from "../../audit/audit.js";
import { auditTable } from "../../audit/audit-table.js";
import { assignmentIds } from "../../assignment/read-assignment.js";
import { chooseSandbox, type SandboxRequest } from "../../host/index.js";
import { EXIT } from "../exit-code.js";
import { knownAssignment } from "../../submission/find-submission.js";
import { UsageError } from "../../submission/usage-error.js";
import { sandboxOption, seedOption } from "../options.js";
import { Progress, say, tell } from "../terminal.js";

interface AuditOptions {
  seed: number;
  seeds: number;
  sandbox: SandboxRequest;
  only?: string;
  kind?: AuditRow["kind"];
  declaredOnly?: true;
  json?: true;
}

function atLeastOne(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError(say("whole-number"));
  return Number(text);
}

function plainRow({ result, ...row }: AuditRow): object {
  return { ...row, score: result.score, maxScore: result.maxScore };
}

async function run(id: string | undefined, options: AuditOptions): Promise<void> {
  const { kind } = await chooseSandbox(options.sandbox);
  const seeds = Array.from({ length: options.seeds }, (_, i) => options.seed + i);
  const assignments = id === undefined ? assignmentIds() : [knownAssignment(id)];
  let count = 0;
  for (const assignment of assignments) {
    const progress = new Progress(say("auditing", { assignment }));
    const audited = audit({
      assignment,
      seeds,
      sandbox: kind,
      declaredOnly: options.declaredOnly === true,
      onCheck: progress.update,
      ...(options.only === undefined ? {} : { only: options.only }),
      ...(options.kind === undefined ? {} : { kind: options.kind }),
    });
    for await (const { seed, rows } of audited) {
      progress.end();
      count += rows.length;
      if (rows.some((row) => row.misses.length > 0)) process.exitCode = EXIT.short;
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ assignment, seed, rows: rows.map(plainRow) })}\n`
          : auditTable(assignment, seed, rows, {
              onlyMisses: options.seeds > 1,
              scores: options.declaredOnly !== true,
            }),
      );
    }
  }
  // A verdict on nothing must not look like a good one.
  if (count === 0) throw new UsageError(say("audit-empty", { assignment: assignments.join(", ") }));
  if (process.exitCode === EXIT.short) tell(say("audit-misses"));
}

/** `gradecheck audit [ID]` */
export function auditCommand(): Command {
  return new Command("audit")
    .description(say("audit"))
    .argument("[ID]", say("optional-assignment"))
    .addOption(seedOption())
    .option("--seeds <N>", say("option-seeds"), atLeastOne, 1)
    .addOption(sandboxOption())
    .option("--only <name>", say("option-only-submissions"))
    .addOption(new Option("--kind <kind>", say("option-kind")).choices(["correct", "mutant", "partial"]))
    .option("--declared-only", say("option-declared-only"))
    .option("--json", say("option-json-list"))
    .action(run);
}
