import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What a commit of a test is made of. */
export interface TestCommit {
  /** When, for author and committer, such as `2026-03-01T12:00:00Z`. */
  readonly at: string;
  /** All files after this commit; its parent's where left out. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Entries that are not plain files: by path, a mode of git and the target of a link or the hash of a submodule. */
  readonly odd?: Readonly<Record<string, { readonly mode: "120000" | "160000"; readonly to: string }>>;
  /** Hashes of commits that are merged into this one. */
  readonly merges?: readonly string[];
}

/** How a test repository is made. */
export interface TestRepositoryOptions {
  /** The default branch. */
  readonly branch?: string;
  /** Whether the server writes down when it was pushed to. */
  readonly pushLog?: boolean;
}

/** An environment in which git knows nobody and asks nothing. */
function environment(at?: string): NodeJS.ProcessEnv {
  const dates = at === undefined ? {} : { GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: at };
  const who = { GIT_COMMITTER_NAME: "Minji Kim", GIT_COMMITTER_EMAIL: "minji@example.org" };
  const author = { GIT_AUTHOR_NAME: "Minji Kim", GIT_AUTHOR_EMAIL: "minji@example.org" };
  const { PATH } = process.env;
  // Waiting for the disk would be most of a test's time.
  const disk = { GIT_TEST_FSYNC: "0" };
  return {
    PATH,
    ...disk,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    ...who,
    ...author,
    ...dates,
  };
}

/** Plain git, for tests; `at` is what it takes for now. */
export function plainGit(args: readonly string[], input?: string | Buffer, at?: string): string {
  const { status, stdout, stderr, error } = spawnSync("git", args, { input, env: environment(at) });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr.toString()}`);
  return stdout.toString().trim();
}

/**
 * A student's repository on a server of this machine, for tests. With a push log, commits are made beside it and pushed
 * as a student does; without one they are put there at once, which costs one process for a whole history.
 */
export class TestRepository {
  /** The bare repository of the server. */
  readonly server: string;
  readonly url: string;
  readonly branch: string;
  private readonly own: string;
  /** Where the student's branch stands. */
  private tip: string | undefined;

  /** @param folder a new folder for both, the server's and the student's own */
  constructor(folder: string, { branch = "main", pushLog = false }: TestRepositoryOptions = {}) {
    this.server = join(folder, "server.git");
    this.own = pushLog ? join(folder, "own.git") : this.server;
    this.branch = branch;
    this.url = pathToFileURL(this.server).href;
    mkdirSync(folder, { recursive: true });
    for (const path of new Set([this.server, this.own])) {
      plainGit(["init", "--quiet", "--bare", "--template=", `--initial-branch=${branch}`, path]);
    }
    if (pushLog) this.onServer("config", "core.logAllRefUpdates", "always");
  }

  /** Runs git on the server's repository. */
  onServer(...args: readonly string[]): string {
    return plainGit(["--git-dir", this.server, ...args]);
  }

  /**
   * Makes commits in the student's own repository.
   *
   * @param onto a commit to begin from; where the branch stands if left out, nothing at all if null
   * @returns their hashes
   */
  commit(commits: readonly TestCommit[], onto: string | null | undefined = this.tip): string[] {
    const ref = `refs/heads/${this.branch}`;
    const marks = join(this.own, "marks");
    const parts = commits.flatMap((commit, index) => commitText(commit, index, ref, onto ?? null));
    const stream = Buffer.concat([Buffer.from(`reset ${ref}\n`), ...parts]);
    this.onOwn(["fast-import", "--quiet", "--force", `--export-marks=${marks}`], stream);
    const hashes = commits.map(() => "");
    for (const line of readFileSync(marks, "utf8").split("\n")) {
      const [, mark, hash = ""] = /^:(\d+) (\w+)$/.exec(line) ?? [];
      if (mark !== undefined) hashes[Number(mark) - 1] = hash;
    }
    this.tip = hashes.at(-1);
    return hashes;
  }

  /** Pushes the branch; what it was on the server is overwritten. `at` is the server's time. */
  push(at?: string): void {
    if (this.own === this.server) return;
    const ref = `refs/heads/${this.branch}`;
    plainGit(
      ["--git-dir", this.own, "push", "--quiet", "--force", this.server, `${ref}:${ref}`],
      undefined,
      at,
    );
  }

  /** {@link commit} and {@link push} at once, at the time of the last commit. */
  handIn(commits: readonly TestCommit[], onto?: string | null): string[] {
    const hashes = this.commit(commits, onto);
    this.push(commits.at(-1)?.at);
    return hashes;
  }

  /** Puts a commit of a tree that git itself would not make on the branch, and pushes it. */
  handInTree(tree: string, at: string): string {
    const commit = plainGit(["--git-dir", this.own, "commit-tree", "-m", "crafted", tree], undefined, at);
    this.onOwn(["update-ref", `refs/heads/${this.branch}`, commit]);
    this.tip = commit;
    this.push(at);
    return commit;
  }

  /** Stores a tree as it is given, however broken. Entries are a mode, a name and a hash. */
  storeTree(entries: readonly (readonly [mode: string, name: string | Buffer, hash: string])[]): string {
    const parts = entries.flatMap(([mode, name, hash]) => [
      Buffer.from(`${mode} `),
      Buffer.from(name),
      Buffer.from([0]),
      Buffer.from(hash, "hex"),
    ]);
    return this.onOwn(["hash-object", "-t", "tree", "-w", "--literally", "--stdin"], Buffer.concat(parts));
  }

  private onOwn(args: readonly string[], input?: string | Buffer): string {
    return plainGit(["--git-dir", this.own, ...args], input);
  }

  /** Stores a file. */
  storeBlob(content: string | Buffer): string {
    return this.onOwn(["hash-object", "-w", "--stdin"], content);
  }
}

/** A commit as `git fast-import` reads it. */
function commitText(commit: TestCommit, index: number, ref: string, onto: string | null): Buffer[] {
  const seconds = Math.floor(Date.parse(commit.at) / 1000);
  const who = `Minji Kim <minji@example.org> ${seconds} +0000`;
  const lines = [`commit ${ref}`, `mark :${index + 1}`, `author ${who}`, `committer ${who}`, data("work")];
  if (index === 0 && onto !== null) lines.push(`from ${onto}`);
  lines.push(...(commit.merges ?? []).map((hash) => `merge ${hash}`));
  if (commit.files !== undefined) lines.push("deleteall");
  const files = Object.entries(commit.files ?? {}).map(([path, content]) =>
    Buffer.concat([
      Buffer.from(`M 100644 inline ${quoted(path)}\ndata ${Buffer.byteLength(content)}\n`),
      Buffer.from(content),
      Buffer.from("\n"),
    ]),
  );
  const odd = Object.entries(commit.odd ?? {}).map(([path, { mode, to }]) =>
    mode === "160000"
      ? `M ${mode} ${to} ${quoted(path)}\n`
      : `M ${mode} inline ${quoted(path)}\n${data(to)}\n`,
  );
  return [Buffer.from(`${lines.join("\n")}\n`), ...files, Buffer.from(`${odd.join("")}\n`)];
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}
