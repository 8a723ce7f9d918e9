import { printable } from "../../prepare/problem.js";
import { type GitSurroundings, runGit } from "./git.js";
import { RepositoryFault } from "./repository-fault.js";
import type { RepositoryUrl } from "./repository-url.js";

/** Where a branch or tag of a repository stands. */
export interface RemoteHead {
  /** Short, for people, such as `main`. */
  readonly name: string;
  /** Whole, such as `refs/heads/main`. */
  readonly ref: string;
  readonly commit: string;
}

const MOST_SHOWN = 10;

/**
 * Asks a repository where its default branch stands, or the branch or tag that is wanted.
 *
 * @param wanted a name as people write it, such as `main` or `v1.0`
 * @throws RepositoryFault when it cannot be reached, is empty, or has no such branch.
 */
export async function remoteHead(
  { protocol, url }: RepositoryUrl,
  wanted: string | undefined,
  surroundings: GitSurroundings,
): Promise<RemoteHead> {
  const tags = wanted === undefined ? [] : [`refs/tags/${wanted}`, `refs/tags/${wanted}^{}`];
  const args = ["ls-remote", "--quiet", "--symref", "--", url, "HEAD", "refs/heads/*", ...tags];
  const answer = await runGit(args, surroundings, { protocols: [protocol] });
  const refs = new Map<string, string>();
  let symbolic: string | undefined;
  for (const line of answer.toString("utf8").split("\n")) {
    const [, target, hash, name = ""] = /^(?:ref: (refs\/\S+)|([0-9a-f]{40,64}))\t(\S+)$/.exec(line) ?? [];
    if (target !== undefined && name === "HEAD") symbolic = target;
    else if (hash !== undefined) refs.set(name, hash);
  }
  if (wanted !== undefined) return wantedHead(refs, wanted);
  return defaultHead(refs, symbolic);
}

function wantedHead(refs: ReadonlyMap<string, string>, wanted: string): RemoteHead {
  for (const ref of [`refs/heads/${wanted}`, `refs/tags/${wanted}`]) {
    // Of a tag with a message of its own, the commit is on a line of its own.
    const commit = refs.get(`${ref}^{}`) ?? refs.get(ref);
    if (commit !== undefined) return { name: wanted, ref, commit };
  }
  if (branchesOf(refs).length === 0) throw new RepositoryFault("empty");
  throw new RepositoryFault("no-ref", { ref: printable(wanted), branches: shown(branchesOf(refs)) });
}

function defaultHead(refs: ReadonlyMap<string, string>, symbolic: string | undefined): RemoteHead {
  const branches = branchesOf(refs);
  const head = refs.get("HEAD");
  // A head that names no branch stands at a commit; where a branch does too, its name says more.
  const detached = branches.find((name) => refs.get(`refs/heads/${name}`) === head);
  const named = symbolic?.replace(/^refs\/heads\//, "") ?? detached;
  if (head !== undefined && named !== undefined) {
    return { name: named, ref: symbolic ?? `refs/heads/${named}`, commit: head };
  }
  if (head !== undefined) return { name: "HEAD", ref: "HEAD", commit: head };
  // A server that calls its default branch `main` may have been given `master` alone.
  const [only] = branches;
  if (only === undefined) throw new RepositoryFault("empty");
  if (branches.length > 1) throw new RepositoryFault("no-default", { branches: shown(branches) });
  const ref = `refs/heads/${only}`;
  return { name: only, ref, commit: refs.get(ref) ?? "" };
}

function branchesOf(refs: ReadonlyMap<string, string>): string[] {
  const prefix = "refs/heads/";
  return [...refs.keys()].filter((ref) => ref.startsWith(prefix)).map((ref) => ref.slice(prefix.length));
}

function shown(branches: readonly string[]): string {
  return printable(branches.slice(0, MOST_SHOWN).join(", "));
}
