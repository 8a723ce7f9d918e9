import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../result/result.js";
import { candidateOf } from "./candidate.js";
import type { CollectOptions } from "./collect-options.js";
import type { Candidate, Collected } from "./collected.js";
import type { Clone } from "./git/clone.js";
import { KnownHeads } from "./git/known-heads.js";
import type { RemoteHead } from "./git/remote-head.js";
import { RepositoryFault } from "./git/repository-fault.js";
import type { RepositoryUrl } from "./git/repository-url.js";
import { type BranchState, statesByDate, statesByPushes } from "./history/branch-states.js";
import { chooseCommits, type Chosen } from "./history/choose-commits.js";
import { type History, oddDates, readHistory } from "./history/history.js";
import { instantText } from "./history/instant.js";
import { readPushLog } from "./history/push-log.js";
import { ownDeadline } from "./roster/extension.js";
import type { RosterEntry } from "./roster/roster.js";

const SHORT_HASH = 10;

/** One attempt at one repository, from its head to the files. */
export class Attempt {
  private readonly findings: Finding[] = [];
  private readonly heads: KnownHeads;

  constructor(
    private readonly entry: RosterEntry,
    private readonly source: RepositoryUrl,
    private readonly head: RemoteHead,
    private readonly clone: Clone,
    private readonly options: CollectOptions,
  ) {
    this.heads = new KnownHeads(clone.folder);
  }

  /**
   * @throws RepositoryFault when it cannot be had, InfrastructureError when the machine is at fault, and whatever ended
   *   git from outside.
   */
  async run(): Promise<Collected> {
    const history = await this.fetchHistory();
    const states = await this.statesOf(history);
    const chosen = await this.fetchChosen(states, history);
    await this.heads.add(this.head);
    const [first, ...others] = chosen;
    this.noteDates(history, first === undefined ? states : chosen.map(({ state }) => state));
    const { findings } = this;
    if (first === undefined) return { state: "not-collected", findings: [this.nothing(states), ...findings] };
    const toCandidate = (one: Chosen): Promise<Candidate> =>
      candidateOf(one, this.clone, this.head, this.folderOf(one.state), this.options.limits);
    const candidates: [Candidate, ...Candidate[]] = [await toCandidate(first)];
    for (const other of others) candidates.push(await toCandidate(other));
    return { state: "collected", candidates, findings };
  }

  /** The whole history where it matters; else that of the head alone. */
  private async fetchHistory(): Promise<History> {
    const { ref, commit } = this.head;
    const earlier = (await this.heads.of(ref)).filter((known) => known !== commit);
    if (this.options.deadlineMs === undefined && earlier.length === 0) {
      return readHistory(await this.clone.fetchFiles(commit, this.head));
    }
    const history = readHistory(await this.clone.fetchHistory(this.head));
    const vanished = earlier.findLast((known) => !history.has(known));
    if (vanished !== undefined) this.note("rewritten", { ref: this.head.name, commit: short(vanished) });
    return history;
  }

  private async statesOf(history: History): Promise<BranchState[]> {
    const { path } = this.source;
    const pushes = path === null ? undefined : await readPushLog(path, this.head.ref);
    return (pushes && statesByPushes(history, pushes)) ?? statesByDate(history);
  }

  /** Chooses, and gets the files. A commit that a push log names may be gone; then it is chosen anew without it. */
  private async fetchChosen(states: readonly BranchState[], history: History): Promise<Chosen[]> {
    const chosen = this.choose(states);
    // Written once, files are whole, and nothing need be asked of git again.
    const missing = chosen.filter(({ state }) => !existsSync(this.folderOf(state)));
    for (const { state } of missing) {
      try {
        await this.clone.fetchFiles(state.commit, this.head);
      } catch (fault) {
        if (!(fault instanceof RepositoryFault) || fault.finding.code !== "collect.commit-gone") throw fault;
        // The branch has moved since we asked: to be asked again.
        if (history.has(state.commit)) throw new RepositoryFault("commit-gone", fault.finding.values, true);
        this.note("pushed-commit-gone", { commit: short(state.commit), at: instantText(state.atMs) });
        return this.fetchChosen(
          states.filter(({ commit }) => commit !== state.commit),
          history,
        );
      }
    }
    return chosen;
  }

  private folderOf({ commit }: BranchState): string {
    return join(this.options.into, this.entry.id, commit);
  }

  private choose(states: readonly BranchState[]): Chosen[] {
    const { deadlineMs, late } = this.options;
    if (deadlineMs === undefined) {
      return states.slice(-1).map((state) => ({ state, lateMinutes: 0, latePercent: 0 }));
    }
    return chooseCommits(states, ownDeadline(deadlineMs, this.entry.extension), late);
  }

  private nothing(states: readonly BranchState[]): Finding {
    const deadline = instantText(ownDeadline(this.options.deadlineMs ?? 0, this.entry.extension));
    const first = instantText(states[0]?.atMs ?? 0);
    return { code: "collect.nothing-in-time", values: { deadline, first } };
  }

  /** Dates that cannot be right matter only where they were relied on. */
  private noteDates(history: History, states: readonly BranchState[]): void {
    if (this.options.deadlineMs === undefined) return;
    if (!states.some(({ reliedOn }) => reliedOn === "committer-date")) return;
    const odd = oddDates(history, this.options.nowMs ?? Date.now());
    const [first] = odd;
    if (first !== undefined) this.note("odd-dates", { count: odd.length, commit: short(first.hash) });
  }

  private note(key: string, values: Finding["values"]): void {
    this.findings.push({ code: `collect.${key}`, values });
  }
}

function short(hash: string): string {
  return hash.slice(0, SHORT_HASH);
}
