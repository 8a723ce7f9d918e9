import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cannotWrite } from "./cannot-write.js";
import { emptyRepository } from "./empty-repository.js";
import { type GitSurroundings, runGit } from "./git.js";
import type { Guard } from "./guard.js";
import type { RemoteHead } from "./remote-head.js";
import { RepositoryFault } from "./repository-fault.js";
import type { RepositoryUrl } from "./repository-url.js";

const OURS = "refs/collected/head";
/** Servers of git send less on request; a repository on this machine does so only if told to on the way. */
const LOCAL_SERVER = ["--upload-pack=git -c uploadpack.allowFilter=true upload-pack"];
/** Nothing but the one commit or branch that is asked for. */
const QUIETLY = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
const WHOLE_DEPTH = 2_147_483_647;
/** What was killed may take a moment to leave its files alone. */
const GONE = { recursive: true, force: true, maxRetries: 3 };
/** Room for half a million commits. */
const HISTORY_BYTES = 64 * 1024 * 1024;

/** A folder of our own for a repository, named so that another repository of the same student is another folder. */
export function cloneFolder(cache: string, id: string, { url }: RepositoryUrl): string {
  return join(cache, `${id}-${createHash("sha256").update(url).digest("hex").slice(0, 12)}`);
}

/**
 * What we keep of a student's repository: `files.git` with the files of the commits that were graded and no history, and,
 * where times matter, `history.git` with the history and, if the server can leave them out, no files. Both are bare.
 */
export class Clone {
  private readonly files: string;
  private readonly history: string;

  constructor(
    readonly folder: string,
    private readonly source: RepositoryUrl,
    private readonly surroundings: GitSurroundings,
    private readonly guard: Guard,
  ) {
    this.files = join(folder, "files.git");
    this.history = join(folder, "history.git");
  }

  /** Whether something was fetched before. */
  get isThere(): boolean {
    return existsSync(this.files) || existsSync(this.history);
  }

  /** Runs git on the files of commits that were fetched. */
  onFiles(args: readonly string[], options: { input?: string; outputBytes: number }): Promise<Buffer> {
    return runGit([`--git-dir=${this.files}`, ...args], this.surroundings, options);
  }

  /**
   * Gets the files of a commit, unless they are here.
   *
   * @returns the commit as a line with its time and its hash
   */
  async fetchFiles(commit: string, head: RemoteHead): Promise<string> {
    const known = await this.lineOf(commit);
    if (known !== undefined) return known;
    const gone = await this.fetchCommit(commit);
    // Old servers give branches only, so everything is fetched.
    const whole = `--depth=${WHOLE_DEPTH}`;
    if (gone !== undefined) await this.fetch(this.files, whole, `+${head.ref}:${OURS}`, commit);
    const line = await this.lineOf(commit);
    if (line !== undefined) return line;
    throw gone ?? new RepositoryFault("broken", { text: `no commit ${commit}` });
  }

  /**
   * Gets the history of a branch, unless it is here.
   *
   * @returns the commits, parents first, each as a line with its time, its hash and those of its parents
   */
  async fetchHistory({ ref, commit }: RemoteHead): Promise<string> {
    // Of a tag, the second is the commit that it stands for.
    const format = "--format=%(objectname) %(*objectname)";
    const known = existsSync(this.history) ? await this.onHistory(["for-each-ref", format, OURS]) : "";
    // Of a repository that is itself cut off, git must be told where, which it is not beside a filter.
    const bare = isCutOff(this.source.path) ? "--update-shallow" : "--filter=tree:0";
    if (!known.includes(commit)) await this.fetch(this.history, bare, `+${ref}:${OURS}`, commit);
    return this.onHistory(["rev-list", "--topo-order", "--reverse", "--parents", "--timestamp", OURS, "--"]);
  }

  /** Throws away all that was fetched, to be fetched anew. */
  async forget(): Promise<void> {
    await rm(this.files, GONE);
    await rm(this.history, GONE);
  }

  private async onHistory(args: readonly string[]): Promise<string> {
    const command = [`--git-dir=${this.history}`, ...args];
    const printed = await runGit(command, this.surroundings, { outputBytes: HISTORY_BYTES });
    return printed.toString("latin1");
  }

  /** Undefined where the commit is not here. */
  private async lineOf(commit: string): Promise<string | undefined> {
    if (!existsSync(this.files)) return undefined;
    try {
      const args = ["rev-list", "--max-count=1", "--timestamp", commit, "--"];
      return (await this.onFiles(args, { outputBytes: 1000 })).toString("latin1");
    } catch (fault) {
      if (fault instanceof RepositoryFault && !this.surroundings.signal.aborted) return undefined;
      throw fault;
    }
  }

  /** Gets one commit without its history. Gives the fault where the server has no such commit, or will not give it. */
  private async fetchCommit(commit: string): Promise<RepositoryFault | undefined> {
    try {
      await this.fetch(this.files, "--depth=1", `+${commit}:refs/collected/${commit}`, commit);
      return undefined;
    } catch (fault) {
      if (fault instanceof RepositoryFault && fault.finding.code === "collect.commit-gone") return fault;
      throw fault;
    }
  }

  /** Whatever goes wrong while something arrives, nothing of it stays. */
  private async fetch(repository: string, how: string, refspec: string, commit: string): Promise<void> {
    const { protocol, url } = this.source;
    const local = protocol === "file" ? LOCAL_SERVER : [];
    const busy = `${repository}.busy`;
    try {
      // A kill of ours in the middle leaves this file behind.
      if (existsSync(busy)) await rm(repository, GONE);
      await mkdir(this.folder, { recursive: true });
      await writeFile(busy, "");
    } catch (cause) {
      throw cannotWrite(this.folder, cause);
    }
    try {
      if (!existsSync(repository)) await emptyRepository(repository, commit);
      const command = [`--git-dir=${repository}`, "fetch", ...QUIETLY, how, ...local, "--", url, refspec];
      await runGit(command, this.surroundings, { protocols: [protocol] });
      // What arrives faster than the guard looks is too large all the same.
      await this.guard.check();
    } catch (fault) {
      // Git does not say so when it is stopped by its largest file.
      const reason = await this.guard.check().then(
        () => fault,
        (tooLarge: unknown) => tooLarge,
      );
      await rm(repository, GONE);
      throw reason;
    } finally {
      await rm(busy, { force: true });
    }
  }
}

function isCutOff(path: string | null): boolean {
  return path !== null && (existsSync(join(path, "shallow")) || existsSync(join(path, ".git", "shallow")));
}
