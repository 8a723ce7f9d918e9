import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { basename, join } from "node:path";

/** A change of a branch, as its server saw it. */
export interface Push {
  /** What the branch stood at before; zeros where there was none. */
  readonly before: string;
  readonly after: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

const LINE = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) [^\n]* (\d{1,11}) [+-]\d{4}(?:\t|$)/;
const NOTHING = /^0+$/;
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The pushes to a branch of a repository on this machine, oldest first; undefined where its server keeps no log
 * (`core.logAllRefUpdates`), or one that cannot be read. The log of a folder that someone works in is no server's.
 *
 * @param path the repository's folder
 * @param ref such as `refs/heads/main`
 */
export async function readPushLog(path: string, ref: string): Promise<Push[] | undefined> {
  if (!(await isServer(path))) return undefined;
  const text = await readLog(join(path, "logs", ref));
  return text === undefined ? undefined : parsePushLog(text);
}

/** Reads the text of such a log; undefined where a line of it is none. */
export function parsePushLog(text: string): Push[] | undefined {
  const pushes: Push[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const [, before = "", after = "", seconds] = LINE.exec(line) ?? [];
    if (seconds === undefined) return undefined;
    // A branch that was deleted stands nowhere.
    if (!NOTHING.test(after)) pushes.push({ before, after, atMs: Number(seconds) * 1000 });
  }
  return pushes.length === 0 ? undefined : pushes;
}

/** A bare repository lies open in its folder; that of a working tree is called `.git`. */
async function isServer(path: string): Promise<boolean> {
  if (basename(path) === ".git") return false;
  const [head, objects] = await Promise.all(
    ["HEAD", "objects"].map((name) => lstat(join(path, name)).catch(() => undefined)),
  );
  return head?.isFile() === true && objects?.isDirectory() === true;
}

async function readLog(path: string): Promise<string | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch(() => undefined);
  try {
    const stats = await handle?.stat();
    if (handle === undefined || stats?.isFile() !== true || stats.size > MOST_BYTES) return undefined;
    return await handle.readFile("utf8");
  } catch {
    return undefined;
  } finally {
    await handle?.close();
  }
}
