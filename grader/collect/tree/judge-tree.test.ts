import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import { judgeTree } from "./judge-tree.js";
import { readTree, type TreeEntry } from "./list-tree.js";

const LIMITS = { folderBytes: 1000, folderFiles: 5 };
const HASH = "1".repeat(40);

const file = (path: string, size = 1, mode = "100644"): TreeEntry => ({ mode, hash: HASH, size, path });

/** The problems as `code path`. */
function problemsOf(entries: readonly TreeEntry[], limits = LIMITS): string[] {
  return judgeTree(entries, limits, true).problems.map(({ finding, file }) => {
    for (const language of LANGUAGES) expect(sentence(finding, language)).not.toContain("{{");
    return `${finding.code.replace("prepare.", "")} ${file ?? ""}`.trim();
  });
}

describe("a tree", () => {
  test("of plain files under plain names passes", () => {
    const files = ["src/index.ts", "README.md", "한글 폴더/파일.md", ".gitignore", "run.sh"];
    const entries = files.map((path) => file(path, 200, path === "run.sh" ? "100755" : "100644"));
    expect(judgeTree(entries, LIMITS, true)).toEqual({ files: entries, problems: [] });
  });

  test("is looked at without what nobody hands in on purpose, whatever that is", () => {
    const ignored = [
      file("node_modules/a/index.js", 5000),
      file("node_modules/.bin/a", 1, "120000"),
      file("src/node_modules", 0, "160000"),
      file("packages/a/dist/CON", 1),
    ];
    expect(judgeTree([...ignored, file("a.ts")], LIMITS)).toEqual({ files: [file("a.ts")], problems: [] });
  });

  test.each<[string, TreeEntry, string]>([
    ["a link", file("a", 1, "120000"), "symlink a"],
    ["a submodule", file("lib", 0, "160000"), "submodule lib"],
    ["a mode that is none", file("a", 1, "140000"), "special-file a"],
    ["a way out", file("../a"), "name ../a"],
    ["a way out in the middle", file("a/../../b"), "name a/../../b"],
    ["a dot", file("./a"), "name ./a"],
    ["a folder without a name", file("/etc/passwd"), "name /etc/passwd"],
    ["a backslash", file("a\\..\\b"), "name a\\..\\b"],
    ["a drive", file("C:/a"), "name C:/a"],
    ["a stream of NTFS", file("a.ts:x"), "name a.ts:x"],
    ["a control character", file("a\nb"), "name a�b"],
    ["an invisible character", file("a\u200Cb"), "name a�b"],
    ["letters that turn the line around", file("a\u202Ets.b"), "name a�ts.b"],
    ["bytes that are no text", file("a\uFFFD"), "name a\uFFFD"],
    ["a repository of its own", file(".git/config"), "dot-git .git/config"],
    ["one in capitals", file("a/.GIT/hooks/post-checkout"), "dot-git a/.GIT/hooks/post-checkout"],
    ["one by its short name", file("GIT~1/config"), "dot-git GIT~1/config"],
    ["one with a dot behind", file(".git./config"), "dot-git .git./config"],
    ["one with a space behind", file(".git /config"), "dot-git .git /config"],
    ["a device of Windows", file("src/con.ts"), "reserved-name src/con.ts"],
    ["another", file("COM1"), "reserved-name COM1"],
    ["a device with a space", file("aux .txt"), "reserved-name aux .txt"],
    ["a dot at the end", file("a."), "name-end a."],
    ["a space at the end", file("a /b"), "name-end a /b"],
    ["letters taken apart", file("e\u0301"), "not-nfc e\u0301"],
    ["a name too long", file("x".repeat(256)), `long-name ${"x".repeat(119)}…`],
    [
      "a path too long",
      file(Array(11).fill("y".repeat(100)).join("/")),
      `long-name ${"y".repeat(100)}/${"y".repeat(18)}…`,
    ],
    ["a path too deep", file(Array(17).fill("d").join("/")), `too-deep ${Array(17).fill("d").join("/")}`],
  ])("with %s is refused", (_, entry, problem) => {
    expect(problemsOf([file("ok.ts"), entry])).toEqual([problem]);
  });

  test.each<[string, string[], string[]]>([
    ["differ in case", ["a.ts", "A.ts"], ["lookalike A.ts"]],
    ["differ in the case of a folder", ["src/a.ts", "SRC/a.ts"], ["lookalike SRC/a.ts"]],
    ["are the same twice", ["a.ts", "a.ts"], ["lookalike a.ts"]],
    ["are a file and a folder", ["Src", "src/a.ts"], ["lookalike Src"]],
    ["are in folders that differ in case", ["src/a.ts", "SRC/b.ts"], []],
    ["only begin alike", ["a.ts", "a.tsx", "src", "srcs/a"], []],
  ])("whose names %s", (_, paths, problems) => {
    expect(problemsOf(paths.map((path) => file(path)))).toEqual(problems);
  });

  test("is within its limits, to the byte and to the file", () => {
    const files = ["a", "b", "c", "d", "e"].map((path) => file(path, 200));
    expect(problemsOf(files)).toEqual([]);
    expect(problemsOf([...files.slice(1), file("a", 201)])).toEqual(["too-large"]);
    expect(problemsOf([...files, file("f", 0)])).toEqual(["too-many-files"]);
    expect(problemsOf([...files, file("f", 1)])).toEqual(["too-large", "too-many-files"]);
  });

  test("tells many problems at once, but not endlessly many", () => {
    const links = Array.from({ length: 30 }, (_, index) => file(`l${index}`, 1, "120000"));
    const problems = problemsOf(links);
    expect([problems.length, problems[0], problems[1]]).toEqual([20, "too-many-files", "symlink l0"]);
  });

  test("that passes holds nothing that could leave its folder or meet another file", () => {
    const sign = fc.constantFrom("a", "B", ".", ":", "~", " ", "한", "é", "e\u0301", "\\", "/");
    const name = fc.oneof(
      fc.constantFrom("..", ".", "", ".git", ".GIT", "a", "A", "b", "con", "a.", "x\\y", "node_modules"),
      fc.string({ unit: sign, minLength: 1, maxLength: 4 }),
    );
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
    const entries = fc.uniqueArray(
      path.map((each) => file(each)),
      { maxLength: 5, selector: (e) => e.path },
    );
    fc.assert(
      fc.property(entries, (all) => {
        const { files, problems } = judgeTree(all, LIMITS, true);
        fc.pre(problems.length === 0);
        const seen = new Set(files.map((each) => each.path.normalize("NFC").toLowerCase()));
        expect(seen.size).toBe(files.length);
        for (const each of files) {
          expect(each.path).not.toMatch(/(^|\/)(\.{0,2}|\.git|con|node_modules)(\/|$)|\\|[. ](\/|$)/i);
        }
      }),
      { seed: 51, numRuns: 300 },
    );
  });
});

describe("what git lists", () => {
  const line = (text: string): Buffer => Buffer.from(`100644 blob ${HASH} ${text}\0`);

  test("is read with sizes, odd names and nothing at all", () => {
    expect(readTree(Buffer.alloc(0))).toEqual([]);
    const submodule = Buffer.from(`160000 commit ${HASH}       -\tlib\0`);
    expect(readTree(Buffer.concat([line("     12\ta b\tc\nd"), submodule]))).toEqual([
      file("a b\tc\nd", 12),
      file("lib", 0, "160000"),
    ]);
    expect(
      readTree(Buffer.concat([Buffer.from(`100644 blob ${HASH}       1\ta`), Buffer.from([0xff, 0])])),
    ).toEqual([file("a\uFFFD")]);
  });

  test("is broken where a line is none", () => {
    for (const text of ["", "  x\ta", "12 a"]) expect(() => readTree(line(text))).toThrow("broken");
  });
});
