/**
 * The vitest plugin of students' repositories: `npm test` runs the same checks as grading does.
 *
 * @module
 */
import type { Plugin, ViteUserConfig } from "vitest/config";
import { chooseSandbox } from "../host/index.js";
import { sentence } from "../locale/sentence.js";
import { readyBundler } from "../prepare/index.js";
import { partOfSpec } from "../run/handout-order.js";
import { specConfig } from "../run/spec-config.js";
import { findSubmission, repositoryLanguage } from "../submission/find-submission.js";
import { CalmReporter } from "./calm-reporter.js";
import { JudgeProcess } from "./judge-process.js";
import { resolveOptions, type GradecheckOptions } from "./options.js";
import { rerunOnSave, sourcePatterns } from "./rerun-on-save.js";
import { scoreReporter } from "./score-reporter.js";
import { StudentRun } from "./student-run.js";
import { warmPool } from "./warm-pool.js";

export type { GradecheckOptions } from "./options.js";

/** The reporters whose output a machine reads from stdout. */
const MACHINE_READ: ReadonlySet<unknown> = new Set(["json", "junit", "tap", "tap-flat"]);

/**
 * A vitest plugin that runs the checks of the repository's assignment and prints the score table at the end. Watch
 * mode, `-t`, reporters and the UI work as ever; a save that changes what runs runs the checks again, those of parts that
 * are still open first, then those that the change concerns.
 *
 * @throws UsageError when it cannot be told which assignment this is.
 */
export function gradecheck(given: GradecheckOptions = {}): Plugin {
  const options = resolveOptions(given, process.env, repositoryLanguage(process.cwd()));
  const submission = findSubmission(process.cwd(), options.assignment);
  const { manifest } = submission;
  const judge = new JudgeProcess();
  const pool = warmPool(judge);
  let run: StudentRun | undefined;
  return {
    name: "gradecheck",
    config: ({ server }) => ({
      test: {
        ...specConfig(manifest, (part) => run?.turnOf(part) ?? 0),
        pool: pool.initializer,
        // What makes a run necessary is told below, unless an editor watches the files and tells vitest.
        forceRerunTriggers: server?.watch === null ? sourcePatterns(submission.folder) : [],
      },
    }),
    // oxlint-disable-next-line typescript/no-misused-promises -- vitest awaits it, whatever its type says
    async configureVitest({ vitest, project }) {
      readyBundler(options.sandbox);
      const sandbox = await chooseSandbox(options.sandbox);
      const { server } = vitest.vite.config;
      const current = new StudentRun({ manifest, submission, sandbox: sandbox.kind, options });
      run = current;
      let isReady = false;
      const refresh = async (): Promise<boolean> => {
        const isChanged = await current.refresh(vitest.config.watch);
        project.provide("gradecheck", current.prepared.plan);
        return isChanged;
      };
      const readyJudge = (): void => {
        if (vitest.config.watch && !options.inspect) judge.ready(current.frame);
      };
      // An editor may only want to know which tests there are.
      if (server.watch !== null) readyJudge();
      // Nobody who saves a file should have to wait for these to start, nor whoever reads what came of the last save.
      const readyNext = (): void => {
        if (!vitest.config.watch) return;
        setImmediate(() => {
          readyBundler(sandbox.kind);
          pool.readyNext(current.prepared.plan);
          readyJudge();
        });
      };
      await refresh();
      // Somebody may also ask for a run with a key or in the UI.
      vitest.onTestsRerun(async () => {
        if (!isReady) {
          await vitest.waitForTestRunEnd();
          current.forget();
          await refresh();
        }
        isReady = false;
      });
      let onFirstRun = (): void => undefined;
      const firstRun = new Promise<void>((resolve) => (onFirstRun = resolve));
      if (vitest.config.watch) {
        rerunOnSave(vitest, submission.folder, {
          firstRun,
          prepare: async () => (isReady = await refresh()),
          onUnchanged: () => {
            vitest.logger.log(`\n  ${sentence({ code: "student.unchanged", values: {} }, options.lang)}`);
            readyNext();
          },
        });
      }
      const { reporters } = vitest.config;
      const names = reporters.map((entry) => (Array.isArray(entry) ? entry[0] : ""));
      const stream = names.some((name) => MACHINE_READ.has(name)) ? process.stderr : process.stdout;
      const usual = names.indexOf("default");
      if (usual >= 0) reporters[usual] = new CalmReporter(manifest, options.lang);
      const { lang: language, result: path } = options;
      reporters.push(scoreReporter({ manifest, submission, run: current, language, stream, path }));
      reporters.push({
        onTestRunStart: (files) => {
          const parts = current.inOrder(files.map(({ moduleId }) => partOfSpec(moduleId)));
          const { source, flags } = vitest.getGlobalTestNamePattern() ?? /(?:)/;
          judge.tell({ plan: current.begin(), parts, pattern: { source, flags } });
        },
        onTestRunEnd: () => {
          onFirstRun();
          readyNext();
        },
      });
      vitest.onClose(() => judge.end());
    },
  };
}

/** The whole `vitest.config.ts` of a student's repository. */
const config: ViteUserConfig = {
  // Made when vitest asks for it, so that importing this file does nothing.
  get plugins() {
    return [gradecheck()];
  },
};

export default config;
