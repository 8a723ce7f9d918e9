import { existsSync } from "node:fs";
import { join } from "node:path";

// A submission's own configuration must run nothing: `rev-parse` reads the name of a commit and starts no hook, no
// filter and no file monitor, and what could make it is switched off besides.
const QUIET = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.bareRepository=explicit"];

/**
 * The commit that is checked out in a folder; its files may have been edited since. Undefined where the folder is not
 * the top of a git repository, or git is not there.
 */
export async function commitOf(folder: string): Promise<string | undefined> {
  if (!existsSync(join(folder, ".git"))) return undefined;
  const { simpleGit } = await import("simple-git");
  try {
    const git = simpleGit({
      baseDir: folder,
      config: QUIET,
      timeout: { block: 5_000 },
      // The library guards these two, which here are set to nothing.
      unsafe: { allowUnsafeFsMonitor: true, allowUnsafeHooksPath: true },
    });
    // At the top of a repository the prefix is empty, and the commit is all there is.
    const answer = (await git.revparse(["--show-prefix", "HEAD"])).trim();
    return /^[0-9a-f]{40,64}$/.test(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}
