import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { InfrastructureError } from "../host/infrastructure-error.js";
import { temporaryFolder } from "../package/command.fixture.js";
import { collect } from "./collect.js";
import { collecting, commitAt, filesIn, student, summaryOf } from "./collecting.fixture.js";
import { plainGit, TestRepository } from "./repository.fixture.js";

const DEADLINE = { deadlineMs: Date.UTC(2026, 2, 10) };

describe("the head of a repository", () => {
  test("is written as plain files that nobody may write", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder, { branch: "master" });
    const [, head] = repository.handIn([commitAt("01T10:00:00Z"), commitAt("02T10:00:00Z", "two")]);
    const collected = await collecting(folder, repository.url);
    const into = join(folder, "into", "kim", head ?? "");
    expect(collected).toEqual({
      state: "collected",
      candidates: [
        {
          handIn: {
            ref: "master",
            commit: head,
            at: "2026-03-02T10:00:00Z",
            reliedOn: "committer-date",
            lateMinutes: 0,
            latePercent: 0,
          },
          folder: into,
          problems: [],
        },
      ],
      findings: [],
    });
    expect(filesIn(into)).toEqual({ "src/index.ts": "two", "한글/메모 1.md": "안녕\n" });
    expect(statSync(join(into, "src/index.ts")).mode & 0o777).toBe(0o444);
    expect(readdirSync(join(folder, "into", "kim"))).toEqual([head]);
  });

  test("is fetched once: the next time, the repository need not have it any more", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    repository.handIn([commitAt("01T10:00:00Z"), commitAt("02T10:00:00Z")]);
    const first = await collecting(folder, repository.url, DEADLINE);
    rmSync(join(repository.server, "objects"), { recursive: true });
    mkdirSync(join(repository.server, "objects"));
    expect(await collecting(folder, repository.url, DEADLINE)).toEqual(first);
    rmSync(join(folder, "into"), { recursive: true });
    expect(await collecting(folder, repository.url, DEADLINE)).toEqual(first);
    expect(filesIn(join(folder, "into"))).not.toEqual({});
  });

  test("is that of the branch or tag that is wanted", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const [first, second] = repository.handIn([commitAt("01T10:00:00Z"), commitAt("02T10:00:00Z")]);
    repository.onServer("branch", "submission/final", first ?? "");
    plainGit(["--git-dir", repository.server, "tag", "-a", "-m", "v1", "v1", first ?? ""]);
    const wanting = async (ref: string): Promise<unknown> =>
      summaryOf(await collecting(folder, repository.url, { ref, ...DEADLINE }));
    expect(await wanting("main")).toEqual([{ commit: second }]);
    expect(await wanting("submission/final")).toEqual([{ commit: first }]);
    expect(await wanting("v1")).toEqual([{ commit: first }]);
    expect(await wanting("nothing")).toEqual(["no-ref"]);
    expect(await wanting("*")).toEqual(["no-ref"]);
  });

  test("is the only branch where the server's default was never pushed, and asked for where there are more", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder, { branch: "master" });
    const [head = ""] = repository.handIn([commitAt("01T10:00:00Z")]);
    repository.onServer("symbolic-ref", "HEAD", "refs/heads/main");
    expect(summaryOf(await collecting(folder, repository.url))).toEqual([{ commit: head }]);
    repository.onServer("branch", "other", head);
    expect(summaryOf(await collecting(folder, repository.url))).toEqual(["no-default"]);
    repository.onServer("update-ref", "--no-deref", "HEAD", head);
    expect(summaryOf(await collecting(folder, repository.url))).toEqual([{ commit: head }]);
  });

  test("may have no files at all, or names of SHA-256", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(join(folder, "a"));
    const [head] = repository.handIn([{ at: "2026-03-01T10:00:00Z", files: {} }]);
    expect(summaryOf(await collecting(folder, repository.url))).toEqual([{ commit: head }]);
    const other = join(folder, "b");
    plainGit(["init", "--quiet", "--bare", "--object-format=sha256", other]);
    const tree = plainGit(["--git-dir", other, "mktree"], "");
    const commit = plainGit(["--git-dir", other, "commit-tree", "-m", "x", tree], "", "2026-03-01T10:00:00Z");
    plainGit(["--git-dir", other, "update-ref", "HEAD", commit]);
    expect(commit).toHaveLength(64);
    expect(summaryOf(await collecting(folder, other, DEADLINE))).toEqual([{ commit }]);
  });
});

describe("a branch that was rewritten since it was last collected", () => {
  test("is collected anew, and told every time", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const [first = ""] = repository.handIn([commitAt("01T10:00:00Z"), commitAt("02T10:00:00Z")]);
    const before = await collecting(folder, repository.url);
    const [second] = repository.handIn([commitAt("03T10:00:00Z")], first);
    const after = await collecting(folder, repository.url);
    expect([summaryOf(before), summaryOf(after)]).toEqual([
      [{ commit: expect.not.stringMatching(second ?? "") as string }],
      [{ commit: second }, "rewritten"],
    ]);
    expect(await collecting(folder, repository.url)).toEqual(after);
  });

  test("is not one that only went on", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    repository.handIn([commitAt("01T10:00:00Z")]);
    await collecting(folder, repository.url);
    const [second] = repository.handIn([commitAt("02T10:00:00Z")]);
    expect(summaryOf(await collecting(folder, repository.url))).toEqual([{ commit: second }]);
  });
});

describe("what we keep", () => {
  test("is fetched anew where it is broken, or a kill left it half done", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    repository.handIn([commitAt("01T10:00:00Z")]);
    const first = await collecting(folder, repository.url, DEADLINE);
    const [kept = ""] = readdirSync(join(folder, "cache"));
    const clone = join(folder, "cache", kept);
    for (const broken of ["files.git/objects", "history.git/objects/pack"]) {
      rmSync(join(clone, broken), { recursive: true });
    }
    rmSync(join(folder, "into"), { recursive: true });
    expect(await collecting(folder, repository.url, DEADLINE)).toEqual(first);
    repository.handIn([commitAt("02T10:00:00Z")]);
    writeFileSync(join(clone, "files.git/shallow.lock"), "");
    writeFileSync(join(clone, "files.git.busy"), "");
    expect(summaryOf(await collecting(folder, repository.url))).toEqual([
      { commit: expect.any(String) as string },
    ]);
  });

  test("is another folder for another repository of the same student", async () => {
    const folder = temporaryFolder();
    const [one, two] = ["one", "two"].map((name) => new TestRepository(join(folder, name)));
    for (const repository of [one, two]) {
      repository?.handIn([commitAt("01T10:00:00Z", repository.server)]);
      expect(summaryOf(await collecting(folder, repository?.url ?? ""))).toHaveLength(1);
    }
    expect(readdirSync(join(folder, "cache"))).toHaveLength(2);
  });
});

describe("a folder", () => {
  test("is taken as it is, with no time", async () => {
    const path = temporaryFolder({ "src/index.ts": "" });
    const entry = { ...student(path), place: { kind: "folder", path } as const };
    const options = { cache: "/nowhere", into: "/nowhere", limits: { folderBytes: 1, folderFiles: 1 } };
    expect(await collect(entry, { ...options, ...DEADLINE })).toEqual({
      state: "collected",
      candidates: [
        {
          handIn: { ref: null, commit: null, at: null, reliedOn: "none", lateMinutes: 0, latePercent: 0 },
          folder: path,
          problems: [],
        },
      ],
      findings: [],
    });
    const gone = { ...entry, place: { kind: "folder", path: join(path, "src/index.ts") } as const };
    expect(summaryOf(await collect(gone, options))).toEqual(["no-folder"]);
  });
});

describe("our own faults", () => {
  test("are thrown: no git, a place that cannot be written", async () => {
    const folder = temporaryFolder({ file: "" });
    const repository = new TestRepository(folder);
    repository.handIn([commitAt("01T10:00:00Z")]);
    const faultOf = async (more: Parameters<typeof collecting>[2]): Promise<unknown> =>
      collecting(folder, repository.url, more).catch((error: unknown) =>
        error instanceof InfrastructureError ? error.code : error,
      );
    expect(await faultOf({ git: { program: "/nowhere/git" } })).toBe("GIT_MISSING");
    expect(await faultOf({ cache: join(folder, "file", "cache") })).toBe("COLLECT_FAILED");
    expect(await faultOf({ into: join(folder, "file", "into") })).toBe("COLLECT_FAILED");
  });

  test.each([
    ["clones", "cache", "1m", /disk is full/],
    ["files", "into", "100k", /cannot write.*ENOSPC/],
  ])("are thrown: a full disk for the %s", async (_, full, size, says) => {
    const folder = temporaryFolder({ [`${full}/x`]: "" });
    const repository = new TestRepository(folder);
    const noise = { "a.bin": randomBytes(700_000), "b.bin": randomBytes(700_000) };
    repository.handIn([{ at: "2026-03-01T10:00:00Z", files: noise }]);
    const disk = join(folder, full);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk]);
    // Where no disk can be mounted, none can be filled.
    if (mounted.status !== 0) return;
    onTestFinished(() => void spawnSync("umount", [disk]));
    const limits = { folderBytes: 10_000_000, folderFiles: 5 };
    const options = { limits, [full]: join(disk, "inside") };
    await expect(collecting(folder, repository.url, options)).rejects.toThrow(says);
    expect(readdirSync(disk, { recursive: true }).length).toBeLessThan(4);
  });
});
