// What vitest's extension for VS Code does with a repository, without the editor. It makes a vitest of its own that
// watches no files, adds a reporter, lists the spec files, and runs some of them or one check whenever somebody clicks.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createVitest, type Reporter, type TestModule, type Vitest } from "vitest/node";
import { plainEnvironment } from "../package/command.fixture.js";
import { packageRoot } from "../package/root.js";

/** What somebody does in the editor. */
export type Doing =
  /** A click on a spec file in the tree of tests, or on one check in it; on the top where there is no file. */
  | { readonly click: string; readonly testNamePattern?: string }
  /** A file is saved while the tests are run at every save. */
  | { readonly save: string };

/** What the editor then shows. */
export interface Shown {
  /** The spec files that it lists. */
  readonly files: readonly string[];
  /** By name, the state of every check of the run. */
  readonly states: Readonly<Record<string, string>>;
}

/** An editor with a repository open. */
export class Editor {
  readonly #child: ChildProcess;
  readonly #complaints: Readable;
  #said = "";

  constructor(folder: string) {
    const program = join(packageRoot(), "dist", "grader", "vitest", "editor.fixture.js");
    this.#child = fork(program, {
      cwd: folder,
      env: plainEnvironment(),
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#complaints = this.#child.stderr as Readable;
    this.#complaints.on("data", (chunk) => (this.#said += String(chunk)));
  }

  async does(doing: Doing): Promise<Shown> {
    this.#child.send(doing);
    const [shown] = (await once(this.#child, "message")) as [Shown];
    return shown;
  }

  /** Closes it; gives what was written to stderr since it was opened. */
  async close(): Promise<string> {
    // Node tells no "close" of a child that was disconnected from here.
    const ended = Promise.all([once(this.#child, "exit"), once(this.#complaints, "end")]);
    this.#child.disconnect();
    await ended;
    return this.#said;
  }
}

function statesOf(modules: readonly TestModule[]): Record<string, string> {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  return Object.fromEntries(tests.map((one) => [one.name, one.result().state]));
}

async function open(reporter: Reporter): Promise<Vitest> {
  return createVitest(
    "test",
    { watch: true, api: false, ui: false, includeTaskLocation: true },
    {
      server: { middlewareMode: true, watch: null },
      plugins: [
        {
          name: "editor",
          config: (config) => {
            config.test = { ...config.test, reporters: [["default", { isTTY: false }], reporter] };
          },
        },
      ],
    },
  );
}

async function runClicked(vitest: Vitest, file: string, testNamePattern?: string): Promise<void> {
  const all = await vitest.globTestSpecifications();
  const wanted = all.filter(({ moduleId }) => moduleId.endsWith(file));
  if (testNamePattern !== undefined) vitest.setGlobalTestNamePattern(testNamePattern);
  await vitest.rerunTestSpecifications(wanted, file === "");
  vitest.resetGlobalTestNamePattern();
}

async function serve(): Promise<void> {
  let states: Record<string, string> = {};
  let onEnd: () => void = () => undefined;
  const vitest = await open({
    onTestRunEnd(modules) {
      states = statesOf(modules);
      onEnd();
    },
  });
  await vitest.standalone();
  const all = await vitest.globTestSpecifications();
  // It reads the files for tests first; ours declare theirs while they run.
  await vitest.experimental_parseSpecifications(all);
  const answer = async (doing: Doing): Promise<void> => {
    const ended = new Promise<void>((resolve) => (onEnd = resolve));
    if ("save" in doing) vitest.watcher.onFileChange(doing.save);
    else await runClicked(vitest, doing.click, doing.testNamePattern);
    await ended;
    process.send?.({ files: all.map(({ moduleId }) => moduleId), states });
  };
  process.on("message", (doing: Doing) => void answer(doing));
  process.once("disconnect", () => void vitest.close().then(() => process.exit()));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve();
