import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { renderClassReport } from "../../../reports/render-class.js";
import { renderClassTerminal } from "../../../reports/render-class-terminal.js";
import { pointsOf } from "../../assignment/points-of.js";
import { readTexts } from "../../assignment/texts.js";
import type { Manifest } from "../../assignment/manifest.js";
import { readAssignment } from "../../assignment/read-assignment.js";
import { BatchFolder } from "../../batch/batch-folder.js";
import { holdFolder } from "../../batch/lock.js";
import { lookAlikes } from "../../batch/look-alikes.js";
import { runBatch } from "../../batch/run-batch.js";
import { readRoster, type Roster, rosterOfFolder } from "../../collect/index.js";
import { chooseSandbox, type SandboxKind } from "../../host/index.js";
import { wantsColor } from "../../package/wants-color.js";
import { gradebookCsv } from "../../publish/gradebook-csv.js";
import { type Gradebook, gradebookText, readGradebook } from "../../result/index.js";
import { writeWhole } from "../../storage/write-whole.js";
import { knownAssignment } from "../../submission/find-submission.js";
import { UsageError } from "../../submission/usage-error.js";
import { EXIT } from "../exit-code.js";
import { tell } from "../terminal.js";
import type { BatchOptions } from "./batch-options.js";
import type { BatchView } from "./batch-view.js";
import { MarksByHand } from "./marks-by-hand.js";
import { sayBatch } from "./say.js";
import { StudentFiles } from "./student-files.js";

/** @throws UsageError when it is neither a roster nor a folder of submissions. */
function rosterAt(where: string): Roster {
  return statSync(where, { throwIfNoEntry: false })?.isDirectory() === true
    ? rosterOfFolder(where)
    : readRoster(where);
}

function askedOf(roster: Roster, only: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (only === undefined) return undefined;
  const ids = new Set(roster.entries.map(({ id }) => id));
  const unknown = only.filter((id) => !ids.has(id));
  if (unknown.length > 0) {
    throw new UsageError(unknown.map((id) => sayBatch("no-such-student", { id })).join("\n"));
  }
  return new Set(only);
}

/** A gradebook that cannot be read is kept, under another name. */
function earlierGradebook(path: string, assignment: string): Gradebook | null {
  if (!existsSync(path)) return null;
  let reason;
  try {
    const read = readGradebook(JSON.parse(readFileSync(path, "utf8")));
    if (read.ok) return read.gradebook.assignment.id === assignment ? read.gradebook : null;
    reason = read.problems[0]?.path ?? "";
  } catch (error) {
    reason = (error as Error).message;
  }
  const moved = `${path}.broken`;
  renameSync(path, moved);
  tell(sayBatch("earlier-broken", { path, moved, reason }));
  return null;
}

/** @throws UsageError when the folder cannot be written to or another batch works in it. */
async function held(root: string): Promise<() => void> {
  let release;
  try {
    mkdirSync(join(root, ".gradecheck"), { recursive: true });
    writeWhole(join(root, ".gradecheck", "README.txt"), `${sayBatch("state")}\n`);
    release = await holdFolder(root);
  } catch (error) {
    throw new UsageError(sayBatch("unwritable", { folder: root, reason: (error as Error).message }));
  }
  if (release === null) throw new UsageError(sayBatch("busy", { folder: root }));
  return release;
}

async function withSimilarity(
  gradebook: Gradebook,
  manifest: Manifest,
  works: ReadonlyMap<string, string>,
  kind: SandboxKind,
): Promise<Gradebook> {
  tell(sayBatch("looking-alike"));
  const { pairs, leftOut } = await lookAlikes(manifest, works, kind);
  const entries = gradebook.entries.map((entry) => {
    const more = leftOut.filter(({ id }) => id === entry.id).map(({ finding }) => finding);
    return { ...entry, findings: [...entry.findings, ...more] };
  });
  return { ...gradebook, entries, similarity: [...pairs] };
}

/**
 * Grades a class, writes gradebook and reports, and sets the exit code.
 *
 * @param progress kept up to date, for who has to say how far it came
 * @throws UsageError when roster, marks or folder are unusable; InfrastructureError when the machine is at fault; the
 *   reason of `abort` when that ended it, with all that was graded kept.
 */
export async function gradeClass(
  where: string,
  options: BatchOptions,
  view: BatchView,
  progress: { done: number; total: number },
  abort: AbortSignal,
): Promise<void> {
  const manifest = readAssignment(knownAssignment(options.assignment));
  const texts = readTexts(manifest.id, options.lang);
  const roster = rosterAt(where);
  const only = askedOf(roster, options.only);
  const folder = new BatchFolder(resolve(options.out));
  const release = await held(folder.root);
  try {
    const ids = new Set(roster.entries.map(({ id }) => id));
    const file = options.adjustments;
    const marks = new MarksByHand({ folder, ids, manifest, texts, ...(file === undefined ? {} : { file }) });
    const sandbox = await chooseSandbox(options.sandbox);
    const files = new StudentFiles({ folder, kinds: options.report, language: options.lang, texts });
    progress.total = only?.size ?? roster.entries.length;
    const maxScore = pointsOf(manifest);
    const { jobs, seed, hiddenSeed, deadline, ref, protocols } = options;
    const { kind, level } = sandbox;
    view.start({
      assignment: manifest.id,
      total: progress.total,
      jobs,
      kind,
      level,
      seed,
      notes: roster.notes,
    });
    const works = new Map<string, string>();
    const graded = await runBatch(
      {
        manifest,
        roster,
        ...(only === undefined ? {} : { students: only }),
        folder,
        seed,
        ...(hiddenSeed === undefined ? {} : { hiddenSeed }),
        sandbox: kind,
        workers: jobs,
        fresh: options.fresh === true,
        collecting: {
          ...(deadline === undefined ? {} : { deadlineMs: deadline }),
          ...(ref === undefined ? {} : { ref }),
          ...(protocols === undefined ? {} : { protocols }),
        },
        earlier: earlierGradebook(folder.gradebook, manifest.id),
        abort,
      },
      {
        onBegin: ({ id }) => view.begin(id),
        onCheck: () => view.check(),
        onStudent: ({ entry, result, work, remembered }) => {
          if (work !== null) works.set(entry.id, work);
          const marked = marks.apply(entry);
          if (result !== null) files.write(marked, result);
          progress.done++;
          view.student({ entry: marked, maxScore, remembered }, { ...progress });
          return marked;
        },
      },
    );
    marks.keep();
    const gradebook =
      options.similarity === true ? await withSimilarity(graded, manifest, works, kind) : graded;
    const report = join(folder.root, "index.html");
    writeWhole(folder.gradebook, gradebookText(gradebook));
    writeWhole(join(folder.root, "gradebook.csv"), gradebookCsv(gradebook));
    writeWhole(
      report,
      renderClassReport(gradebook, {
        language: options.lang,
        texts,
        hasReports: options.report.includes("html"),
      }),
    );
    const color = wantsColor(process.stdout);
    const columns = Math.min(process.stdout.columns ?? 100, 120);
    const summary = renderClassTerminal(gradebook, { language: options.lang, texts, color, columns });
    view.end(gradebook, { gradebook: folder.gradebook, report }, summary);
    const faults = gradebook.entries.filter(
      ({ id, state }) => state === "not-graded" && (only?.has(id) ?? true),
    );
    if (faults.length > 0) {
      tell(sayBatch("faults", { count: faults.length }));
      process.exitCode = EXIT.fault;
    }
  } finally {
    release();
  }
}
