import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../package/command.fixture.js";
import { collecting, filesIn, summaryOf } from "./collecting.fixture.js";
import { PROTOCOLS } from "./git/repository-url.js";
import { TestRepository } from "./repository.fixture.js";

const AT = "2026-03-01T10:00:00Z";

afterEach(() => vi.unstubAllEnvs());

describe("a tree that would do harm when written", () => {
  test("is refused with every path that is at fault, and nothing is written", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const submodule = { mode: "160000", to: "1".repeat(40) } as const;
    const files = {
      "a.ts": "",
      "A.ts": "",
      "src/con.ts": "",
      "b ./c": "",
      "x\\y": "",
      "node_modules/CON": "",
    };
    const odd = { link: { mode: "120000", to: "/etc/passwd" } as const, "lib/sub": submodule };
    const [commit] = repository.handIn([{ at: AT, files, odd }]);
    const collected = await collecting(folder, repository.url);
    expect(summaryOf(collected)).toEqual([
      {
        commit,
        problems: ["submodule lib/sub", "symlink link", "name x\\y"],
      },
    ]);
    expect(collected).toMatchObject({ candidates: [{ folder: null }] });
    expect(existsSync(join(folder, "into"))).toBe(false);
  });

  test.each([
    ["..", "hasDotdot"],
    [".git", "hasDotgit"],
    [".GIT", "hasDotgit"],
    ["GIT~1", "hasDotgit"],
    [".g\u200Cit", "hasDotgit"],
    ["a/../../b", "fullPathname"],
  ])("with the name %j does not even get in", async (name, says) => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const blob = repository.storeBlob("harm");
    const inner = repository.storeTree([["100644", "post-checkout", blob]]);
    repository.handInTree(repository.storeTree([["40000", name, inner]]), AT);
    const collected = await collecting(folder, repository.url);
    expect(summaryOf(collected)).toEqual(["broken"]);
    expect(collected.findings[0]?.values["text"]).toContain(says);
    expect(readdirSync(folder).toSorted()).toEqual(["cache", "server.git"]);
  });

  test("with bytes that are no text is refused", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const blob = repository.storeBlob("x");
    const names = [Buffer.from([0x61, 0xff]), "e\u0301.md"];
    const commit = repository.handInTree(
      repository.storeTree(names.map((name) => ["100644", name, blob] as const)),
      AT,
    );
    expect(summaryOf(await collecting(folder, repository.url))).toEqual([
      { commit, problems: ["name a\uFFFD"] },
    ]);
  });

  test("but not one that only other systems could not hold: work that runs at home is not lost", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const files = { "a.ts": "a", "A.ts": "A", "src/con.ts": "", "\u1112\u1161.md": "", "b ./c": "" };
    repository.handIn([{ at: AT, files }]);
    const collected = await collecting(folder, repository.url);
    const [candidate] = collected.state === "collected" ? collected.candidates : [];
    expect(candidate?.problems).toEqual([]);
    const written = readdirSync(candidate?.folder ?? "", { recursive: true, encoding: "utf8" });
    expect(written.toSorted()).toEqual(
      ["A.ts", "a.ts", "b .", "b ./c", "src", "src/con.ts", "\u1112\u1161.md"].toSorted(),
    );
  });

  test("that names itself a billion times is too many files", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    let tree = repository.storeTree([["100644", "f", repository.storeBlob("x")]]);
    for (let depth = 0; depth < 8; depth++) {
      const inner = tree;
      tree = repository.storeTree(
        Array.from({ length: 16 }, (_, i) => ["40000", i.toString(16), inner] as const),
      );
    }
    const commit = repository.handInTree(tree, AT);
    expect(summaryOf(await collecting(folder, repository.url))).toEqual([
      { commit, problems: ["too-many-files"] },
    ]);
  });
});

describe("a repository that is too large", () => {
  test("by its files is a submission that cannot be run", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`${index}.ts`, ""]));
    // Small when packed: 30 MiB of nothing.
    const files = { ...many, "zeros.bin": Buffer.alloc(30 * 1024 * 1024) };
    const [commit] = repository.handIn([{ at: AT, files }]);
    expect(summaryOf(await collecting(folder, repository.url))).toEqual([
      { commit, problems: ["too-large", "too-many-files"] },
    ]);
  });

  test("on disk is given up, and nothing of it stays", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    repository.handIn([{ at: AT, files: { "data.bin": randomBytes(600_000) } }]);
    for (const diskBytes of [300_000, 601_000]) {
      const collected = await collecting(folder, repository.url, { bounds: { diskBytes } });
      expect(summaryOf(collected)).toEqual(["too-large"]);
      const [kept = ""] = readdirSync(join(folder, "cache"));
      expect(readdirSync(join(folder, "cache", kept))).toEqual([]);
    }
  });

  test("only in its past costs nothing", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const past = { at: "2026-02-01T10:00:00Z", files: { "data.bin": randomBytes(600_000) } };
    const [, commit] = repository.handIn([past, { at: AT, files: { "src/index.ts": "" } }]);
    const options = { deadlineMs: Date.UTC(2026, 2, 2), bounds: { diskBytes: 100_000 } };
    expect(summaryOf(await collecting(folder, repository.url, options))).toEqual([{ commit }]);
  });
});

describe("nothing of anybody's runs", () => {
  /** Settings that run a program whenever git does this or that. */
  function trap(folder: string): { settings: string; marker: string } {
    const marker = join(folder, "marker");
    const script = join(folder, "script");
    writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> '${marker}'\ncat\n`);
    chmodSync(script, 0o755);
    mkdirSync(join(folder, "hooks"));
    for (const hook of ["post-checkout", "reference-transaction", "post-index-change"]) {
      writeFileSync(join(folder, "hooks", hook), `#!/bin/sh\n'${script}' < /dev/null\n`, { mode: 0o755 });
    }
    const settings = join(folder, ".gitconfig");
    writeFileSync(
      settings,
      `[core]\n\thooksPath = ${join(folder, "hooks")}\n\tfsmonitor = ${script}\n\tsshCommand = ${script}\n` +
        `[filter "evil"]\n\tsmudge = ${script}\n\tclean = ${script}\n\trequired = true\n` +
        `[uploadpack]\n\tpackObjectsHook = ${script}\n[credential]\n\thelper = ${script}\n` +
        `[init]\n\ttemplateDir = ${folder}\n[url "ext::${script} "]\n\tinsteadOf = file://\n`,
    );
    return { settings, marker };
  }

  test("neither by settings of whoever runs us, nor by what a repository brings along", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(join(folder, "repository"));
    const files = {
      "src/index.ts": "export {};\r\n",
      ".gitattributes": "*.ts filter=evil text eol=lf\n*.bin filter=lfs diff=lfs merge=lfs -text\n",
      "weights.bin": `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 9\n`,
      ".lfsconfig": "[lfs]\n\turl = ext::sh\n",
      ".gitmodules": '[submodule "a"]\n\tpath = a\n\turl = ./a\n',
    };
    repository.handIn([{ at: AT, files }]);
    const { settings, marker } = trap(folder);
    // The server's repository has them too, as a student's folder with a `.git` might.
    appendFileSync(join(repository.server, "config"), `[include]\n\tpath = ${settings}\n`);
    const environment = { GIT_CONFIG_GLOBAL: settings, GIT_CONFIG_SYSTEM: settings, HOME: folder };
    const templates = { GIT_TEMPLATE_DIR: folder, GIT_SSH_COMMAND: join(folder, "script") };
    for (const [name, value] of Object.entries({ ...environment, ...templates })) vi.stubEnv(name, value);
    // And whoever runs us may do so within a repository.
    execFileSync("git", ["init", "--quiet", folder], { env: { PATH: process.env["PATH"] } });
    appendFileSync(join(folder, ".git", "config"), `[include]\n\tpath = ${settings}\n`);

    const collected = await collecting(folder, repository.url, { deadlineMs: Date.UTC(2026, 2, 2) });
    expect(collected.state === "collected" && filesIn(collected.candidates[0].folder)).toEqual(files);
    expect(existsSync(marker)).toBe(false);

    // The trap is a real one.
    execFileSync("git", ["init", "--quiet", join(folder, "trapped")], { stdio: "ignore" });
    execFileSync("git", ["-C", join(folder, "trapped"), "commit", "--quiet", "--allow-empty", "-m", "x"], {
      stdio: "ignore",
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: "x",
        GIT_AUTHOR_EMAIL: "x",
        GIT_COMMITTER_NAME: "x",
        GIT_COMMITTER_EMAIL: "x",
      },
    });
    expect(existsSync(marker)).toBe(true);
  });

  test("nor by a repository that lacks an object and names a program to fetch it", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const blob = repository.storeBlob("lacking");
    repository.handInTree(repository.storeTree([["100644", "a.ts", blob]]), AT);
    rmSync(join(repository.server, "objects", blob.slice(0, 2)), { recursive: true });
    const marker = join(folder, "marker");
    const promise =
      `[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n` +
      `[remote "origin"]\n\turl = ${repository.server}\n\tpromisor = true\n\tuploadpack = "touch '${marker}';"\n`;
    appendFileSync(join(repository.server, "config"), promise);
    expect(summaryOf(await collecting(folder, repository.url))).toEqual(["broken"]);
    expect(existsSync(marker)).toBe(false);
  });

  test.each([
    ["an option", (marker: string) => `--upload-pack=touch ${marker}`, "bad-url"],
    ["a helper program", (marker: string) => `ext::sh -c touch% ${marker}`, "bad-url"],
    ["a host that is an option", (marker: string) => `ssh://-oProxyCommand=touch ${marker}/x`, "bad-url"],
    ["a user that is an option", (marker: string) => `-oProxyCommand=touch ${marker}@localhost:x`, "bad-url"],
    ["a path with a command in it", (marker: string) => `/nowhere/'; touch ${marker}; '`, "no-repository"],
    ["a path that is an option", (marker: string) => `./--upload-pack=touch ${marker}`, "no-repository"],
    ["a secret of a usual form", () => "https://kim:token@localhost/x", "secret-url"],
    ["a scheme that is not allowed", () => "git://localhost/x", "protocol"],
  ])("nor by an address that is %s", async (_, address, finding) => {
    const folder = temporaryFolder();
    const marker = join(folder, "marker");
    const collected = await collecting(folder, address(marker), { protocols: PROTOCOLS });
    expect(summaryOf(collected)).toEqual([finding]);
    expect(existsSync(marker)).toBe(false);
  });

  test("nor by a name of a branch", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder, { branch: "$(touch${IFS}marker)", pushLog: true });
    const [commit] = repository.handIn([{ at: AT, files: { a: "" } }]);
    expect(summaryOf(await collecting(folder, repository.url))).toEqual([{ commit }]);
    const ref = "--upload-pack=touch marker";
    expect(summaryOf(await collecting(folder, repository.url, { ref }))).toEqual(["no-ref"]);
    expect(existsSync(join(folder, "cache", "marker"))).toBe(false);
  });
});

describe("a repository that cannot be had", () => {
  test("is empty, not there, or no repository", async () => {
    const folder = temporaryFolder({ "file/a": "" });
    const repository = new TestRepository(folder);
    expect(summaryOf(await collecting(folder, repository.url))).toEqual(["empty"]);
    expect(summaryOf(await collecting(folder, repository.url, { ref: "main" }))).toEqual(["empty"]);
    for (const path of ["nowhere", "file", "file/a"]) {
      expect(summaryOf(await collecting(folder, join(folder, path)))).toEqual(["no-repository"]);
    }
  });

  test.each([
    [
      "a file of it is spoilt",
      (objects: string, hash: string) => writeFileSync(join(objects, hash), "spoilt"),
    ],
    ["a file of it is missing", (objects: string, hash: string) => rmSync(join(objects, hash))],
    ["a file of it is empty", (objects: string, hash: string) => writeFileSync(join(objects, hash), "")],
  ])("is broken: %s", async (_, spoil) => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    const blob = repository.storeBlob("will be spoilt");
    const tree = repository.storeTree([["100644", "a.ts", blob]]);
    repository.handInTree(tree, AT);
    for (const hash of [blob, tree]) {
      const object = join(hash.slice(0, 2), hash.slice(2));
      chmodSync(join(repository.server, "objects", object), 0o644);
      spoil(join(repository.server, "objects"), object);
      expect(summaryOf(await collecting(folder, repository.url))).toEqual(["broken"]);
    }
  });

  test.runIf(process.getuid?.() === 0)("belongs to another user of this machine", async () => {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    repository.handIn([{ at: AT, files: { a: "" } }]);
    chownSync(repository.server, 61_000, 61_000);
    expect(summaryOf(await collecting(folder, repository.url))).toEqual(["other-owner"]);
  });
});
