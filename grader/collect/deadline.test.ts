import { existsSync, renameSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../package/command.fixture.js";
import { collecting, commitAt, filesIn, summaryOf } from "./collecting.fixture.js";
import { plainGit, TestRepository } from "./repository.fixture.js";

const DEADLINE = { deadlineMs: Date.UTC(2026, 2, 10) };
const LATE = { graceMinutes: 30, percentPerDay: 10, floorPercent: 50, lastDay: 3 };

describe("with a deadline", () => {
  const days = ["08T10:00:00Z", "09T10:00:00Z", "10T00:20:00Z", "11T12:00:00Z", "15T10:00:00Z"];

  test("the last commit in time and the last late one are both had", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const [, inTime, inGrace, late] = repository.handIn(days.map((day) => commitAt(day)));
    const options = { ...DEADLINE, late: LATE };
    const collected = await collecting(folder, repository.url, options);
    expect(summaryOf(collected)).toEqual([{ commit: inGrace }, { commit: late, late: [2130, 20] }]);
    expect(collected).toMatchObject({
      candidates: [
        { handIn: { ref: "main", at: "2026-03-10T00:20:00Z", reliedOn: "committer-date" } },
        { handIn: { at: "2026-03-11T12:00:00Z" } },
      ],
    });
    if (collected.state !== "collected") throw new Error("not collected");
    const texts = collected.candidates.map((one) => filesIn(one.folder)["src/index.ts"]);
    expect(texts).toEqual(["10T00:20:00Z", "11T12:00:00Z"]);
    expect(summaryOf(await collecting(folder, repository.url, DEADLINE))).toEqual([{ commit: inTime }]);
  });

  test("an extension moves a student's own", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const [, , , late, last] = repository.handIn(days.map((day) => commitAt(day)));
    const longer = { extension: { kind: "longer", byMs: 2 * 86_400_000 } as const, ...DEADLINE };
    expect(summaryOf(await collecting(folder, repository.url, longer))).toEqual([{ commit: late }]);
    const until = { extension: { kind: "until", atMs: Date.UTC(2026, 2, 20) } as const, ...DEADLINE };
    expect(summaryOf(await collecting(folder, repository.url, until))).toEqual([{ commit: last }]);
  });

  test("what comes too late is not there, and both moments are told", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    repository.handIn([commitAt("15T10:00:00Z")]);
    expect(await collecting(folder, repository.url, { ...DEADLINE, late: LATE })).toEqual({
      state: "not-collected",
      findings: [
        {
          code: "collect.nothing-in-time",
          values: { deadline: "2026-03-10T00:00:00Z", first: "2026-03-15T10:00:00Z" },
        },
      ],
    });
  });

  test("dates that cannot be right are told, and a forged one gains nothing over its parent's", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const forged = ["09T10:00:00Z", "12T10:00:00Z", "09T23:00:00Z"].map((day) => commitAt(day));
    const [honest] = repository.handIn(forged);
    expect(summaryOf(await collecting(folder, repository.url, DEADLINE))).toEqual([
      { commit: honest },
      "odd-dates",
    ]);
    repository.handIn([{ ...commitAt("01T00:00:00Z"), at: "2031-03-01T00:00:00Z" }], honest ?? null);
    const again = await collecting(folder, repository.url, DEADLINE);
    expect(summaryOf(again)).toEqual([{ commit: honest }, "rewritten", "odd-dates"]);
  });

  test("a repository that is itself cut off has no more history than it has", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const [, head] = repository.handIn(days.slice(0, 2).map((day) => commitAt(day)));
    const cut = join(folder, "cut");
    plainGit(["clone", "--quiet", "--depth=1", repository.url, cut]);
    expect(summaryOf(await collecting(folder, cut, DEADLINE))).toEqual([{ commit: head }]);
  });

  test("the branch's own line counts, not what was merged into it later", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const [base = ""] = repository.commit([commitAt("08T10:00:00Z")]);
    const [side = ""] = repository.commit([commitAt("09T20:00:00Z", "side")], base);
    repository.handIn([{ ...commitAt("11T10:00:00Z", "merged"), merges: [side] }], base);
    expect(summaryOf(await collecting(folder, repository.url, DEADLINE))).toEqual([{ commit: base }]);
  });
});

describe("the push log of a server", () => {
  test("is believed over dates: late work with an early date is late", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder, { pushLog: true });
    const [first] = repository.commit([commitAt("09T10:00:00Z")]);
    repository.push("2026-03-09T11:00:00Z");
    const [second] = repository.commit([commitAt("09T12:00:00Z", "forged")]);
    repository.push("2026-03-10T01:00:00Z");
    const collected = await collecting(folder, repository.url, { ...DEADLINE, late: LATE });
    expect(summaryOf(collected)).toEqual([{ commit: first }, { commit: second, late: [30, 10] }]);
    expect(collected).toMatchObject({
      candidates: [
        { handIn: { at: "2026-03-09T11:00:00Z", reliedOn: "push-log" } },
        { handIn: { at: "2026-03-10T01:00:00Z", reliedOn: "push-log" } },
      ],
    });
    expect(await collecting(folder, repository.url)).toMatchObject({
      candidates: [{ handIn: { commit: second, at: "2026-03-10T01:00:00Z", reliedOn: "push-log" } }],
    });
  });

  test("still knows what was there in time when it was replaced later, as long as the server has it", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder, { pushLog: true });
    const [base = "", inTime] = repository.handIn([commitAt("08T10:00:00Z"), commitAt("09T10:00:00Z")]);
    repository.handIn([commitAt("14T10:00:00Z", "new")], base);
    expect(summaryOf(await collecting(folder, repository.url, DEADLINE))).toEqual([{ commit: inTime }]);
  });

  test("names a commit that is gone, and the next best is taken", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder, { pushLog: true });
    const [base = ""] = repository.handIn([commitAt("08T10:00:00Z")]);
    repository.handIn([commitAt("09T10:00:00Z")]);
    repository.handIn([commitAt("14T10:00:00Z", "new")], base);
    const gone = repository.onServer("rev-parse", "main@{1}");
    const logs = join(repository.server, "logs");
    renameSync(logs, `${logs}.away`);
    repository.onServer("prune", "--expire=now");
    renameSync(`${logs}.away`, logs);
    const collected = await collecting(folder, repository.url, DEADLINE);
    expect(summaryOf(collected)).toEqual([{ commit: base }, "pushed-commit-gone"]);
    expect(collected.findings[0]?.values["commit"]).toBe(gone.slice(0, 10));
  });

  test("of a working tree, or one that is broken or leads elsewhere, is none", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder, { pushLog: true });
    repository.handIn([commitAt("09T10:00:00Z")]);
    const log = join(repository.server, "logs/refs/heads/main");
    truncateSync(log, 50);
    const reliedOn = async (url: string): Promise<unknown> => {
      const collected = await collecting(folder, url);
      return collected.state === "collected" && collected.candidates[0].handIn.reliedOn;
    };
    expect(await reliedOn(repository.url)).toBe("committer-date");
    const tree = join(folder, "tree");
    plainGit(["clone", "--quiet", repository.server, tree], "", "2026-03-09T10:00:00Z");
    expect(existsSync(join(tree, ".git/logs/refs/heads/main"))).toBe(true);
    expect(await reliedOn(tree)).toBe("committer-date");
    expect(await reliedOn(join(tree, ".git"))).toBe("committer-date");
  });
});
