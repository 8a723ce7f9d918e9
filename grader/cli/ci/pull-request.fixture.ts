import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gradecheck, run, temporaryFolder, type Ended } from "../../package/command.fixture.js";

/** A checkout of a pull request as GitHub makes it for a run, with the environment of a step. */
export interface PullRequestRun {
  readonly checkout: string;
  /** The commit of the pull request, and that of its merge into the base, which is what is checked out. */
  readonly head: string;
  readonly merge: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a step left behind. */
export interface Step extends Ended {
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

const WHO = ["-c", "user.name=Kim", "-c", "user.email=kim@example.org", "-c", "commit.gpgsign=false"];

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Makes a repository with a base and a pull request that changes it, and checks its merge ref out. */
export async function pullRequest(
  base: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string>>,
): Promise<PullRequestRun> {
  const top = temporaryFolder();
  const [origin, checkout] = [join(top, "origin"), join(top, "work", "repository")];
  const git = async (folder: string, ...args: string[]): Promise<string> => {
    const ended = await run("git", [...WHO, "-C", folder, ...args]);
    if (ended.status !== 0) throw new Error(ended.stderr);
    return ended.stdout.trim();
  };
  mkdirSync(origin);
  mkdirSync(checkout, { recursive: true });
  const commit = async (files: Readonly<Record<string, string>>, message: string): Promise<string> => {
    write(origin, files);
    await git(origin, "add", "--all");
    await git(origin, "commit", "--quiet", "--message", message);
    return git(origin, "rev-parse", "HEAD");
  };
  await git(origin, "init", "--quiet", "--initial-branch", "main");
  await commit(base, "The starter");
  await git(origin, "switch", "--quiet", "--create", "my-work");
  const head = await commit(change, "My work");
  await git(origin, "switch", "--quiet", "main");
  await commit({ "NEWS.md": "The base moves on.\n" }, "News");
  await git(origin, "switch", "--quiet", "--detach");
  await git(origin, "merge", "--quiet", "--no-ff", "--message", "Merge", "my-work");
  const merge = await git(origin, "rev-parse", "HEAD");
  await git(origin, "update-ref", "refs/pull/7/merge", merge);
  await git(checkout, "init", "--quiet");
  await git(checkout, "fetch", "--quiet", "--depth", "1", origin, "refs/pull/7/merge");
  await git(checkout, "checkout", "--quiet", "--detach", "FETCH_HEAD");
  const event = join(top, "event.json");
  const pull = { number: 7, head: { sha: head, ref: "my-work" }, base: { ref: "main" } };
  writeFileSync(event, JSON.stringify({ action: "synchronize", number: 7, pull_request: pull }));
  const env = {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: checkout,
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: event,
    GITHUB_REF: "refs/pull/7/merge",
    GITHUB_SHA: merge,
    GITHUB_STEP_SUMMARY: join(top, "summary"),
    GITHUB_OUTPUT: join(top, "output"),
  };
  // GitHub makes both files, empty.
  for (const path of [env.GITHUB_STEP_SUMMARY, env.GITHUB_OUTPUT]) writeFileSync(path, "");
  return { checkout, head, merge, env };
}

/** Runs `gradecheck ci` in the checkout as a step. */
export async function step({ checkout, env }: PullRequestRun, ...args: string[]): Promise<Step> {
  const { GITHUB_STEP_SUMMARY = "", GITHUB_OUTPUT = "" } = env;
  const ended = await gradecheck(["ci", ...args], { cwd: checkout, env });
  const lines = readFileSync(GITHUB_OUTPUT, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  const outputs = Object.fromEntries(
    lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  return { ...ended, summary: readFileSync(GITHUB_STEP_SUMMARY, "utf8"), outputs };
}

/** The commands that GitHub's runner would follow in a log: none between stop-commands and its token. */
export function commandsIn(log: string): string[] {
  let token: string | undefined;
  return log.split(/\r\n|\r|\n/).filter((line) => {
    const command = line.trimStart();
    if (token !== undefined) {
      if (command === `::${token}::`) token = undefined;
      return false;
    }
    token = /^::stop-commands::(.+)$/.exec(command)?.[1];
    return (
      token === undefined &&
      (command.startsWith("::") || line.includes("##[")) &&
      !/^::[\w-]{36}::$/.test(command)
    );
  });
}
