import { extname, relative, sep } from "node:path";
import type { Vitest } from "vitest/node";
import { isLeftOut, SourceWatch } from "./source-watch.js";

/** An editor that saves several files at once does so within this time. */
const DEBOUNCE_MS = 10;

const SOURCES = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"]);

/** Whether a file of a repository may be part of what is handed in. */
function isSource(folder: string, path: string): boolean {
  const parts = relative(folder, path).split(sep);
  return SOURCES.has(extname(path)) && !parts.some(isLeftOut);
}

/**
 * The same as patterns, for an editor that watches the files itself and tells vitest which one was saved.
 *
 * @param folder of the repository
 */
export function sourcePatterns(folder: string): string[] {
  const files = `*{${[...SOURCES].join(",")}}`;
  const from = folder.split(sep).join("/");
  return [`${from}/${files}`, `${from}/!(node_modules)/**/${files}`];
}

/** What happens at a save. */
export interface SaveListeners {
  /** Fulfilled when the first run has ended; what was saved by then is judged after it. */
  readonly firstRun: Promise<void>;
  /** Makes ready for another run; false where there is no need for one. */
  readonly prepare: () => Promise<boolean>;
  /** There was no need for a run. */
  readonly onUnchanged: () => void;
}

/** Calls `onSaved` when something was saved that may be handed in, and all that was saved with it. */
function hearSaves(vitest: Vitest, folder: string, onSaved: () => void): void {
  const { vite, logger } = vitest;
  let timer: NodeJS.Timeout | undefined;
  let isSaved = false;
  const onEvent = (path: string): void => {
    isSaved ||= isSource(folder, path);
    clearTimeout(timer);
    timer = setTimeout(look, DEBOUNCE_MS);
  };
  const watch = new SourceWatch(folder, onEvent);
  const refresh = (): boolean => {
    try {
      return watch.refresh();
    } catch (error) {
      logger.error(String(error));
      return false;
    }
  };
  const { usePolling } = vite.watcher.options;
  const look = (): void => {
    const isNew = !usePolling && refresh();
    if (isNew || isSaved) onSaved();
    isSaved = false;
  };
  // Where the system tells nothing, as on some network drives, vite can be told to look again and again.
  if (usePolling) vite.watcher.on("all", (_, path) => onEvent(path));
  else refresh();
  vitest.onClose(() => watch.close());
}

/**
 * Runs the checks again whenever a source of the repository is saved and that can change a verdict. vitest itself watches
 * what its specs import, and they import nothing of a student's.
 */
export function rerunOnSave(
  vitest: Vitest,
  folder: string,
  { firstRun, prepare, onUnchanged }: SaveListeners,
): void {
  // An editor tells vitest itself.
  if (vitest.vite.config.server.watch === null) return;
  let last = firstRun;
  const run = async (): Promise<void> => {
    // What a run gives is remembered of the code that it began with. Somebody may have asked for another one meanwhile.
    await vitest.waitForTestRunEnd();
    if (!(await prepare())) return onUnchanged();
    const files = vitest.state.getFilepaths();
    await vitest.rerunTestSpecifications(files.flatMap((file) => vitest.getModuleSpecifications(file)));
  };
  hearSaves(vitest, folder, () => {
    // One after the other; what goes wrong is told, and the next save tries again.
    last = last.then(run).catch((error: unknown) => vitest.logger.error(String(error)));
  });
}
