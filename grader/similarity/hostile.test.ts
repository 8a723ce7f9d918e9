import { beforeAll, describe, expect, test } from "vitest";
import { sandboxesHere } from "../host/host.fixture.js";
import { SANDBOXES } from "../host/sandbox/sandbox.js";
import { LANGUAGES } from "../locale/language.js";
import { sentence } from "../locale/sentence.js";
import { correctOf, type Files, starterOf, type Submission } from "./code.fixture.js";
import { similarPairs } from "./similar-pairs.js";
import { tokenizeApart } from "./tokenizer-process.js";

/** Kills the process: the parser's stack overflows. */
const NESTED = `export const x = ${"(".repeat(20_000)}1${")".repeat(20_000)};`;
/** So many big numbers, of each of which the parser writes down the way that leads to it. */
const big = (count: number): string => `export const x = ${"1n + ".repeat(count)}1n;`;
/** Takes half a minute and a gigabyte in 60 KB. */
const ENDLESS = big(20_000);
const TOO_LONG = `export const x = [${"1,".repeat(40_000)}];`;
const BROKEN = "export const x = (1;";

let starter: Files;
let honest: Submission[];

beforeAll(async () => {
  starter = await starterOf("two-layer-nn");
  const [first, second] = await correctOf("two-layer-nn");
  honest = [first!, { id: "copy", files: first!.files }, second!];
});

const handedIn = (id: string, files: Readonly<Record<string, string>>): Submission => ({
  id,
  files: new Map(Object.entries(files)),
});

/** Node's permission model does not bind the parser, so there the process is started as in none. */
const sandboxes = sandboxesHere().filter(({ kind }) => kind !== "permission");

describe.each(sandboxes)("in the sandbox $kind", (sandbox) => {
  test("a submission that kills the parser costs itself only", async () => {
    const expected = await similarPairs(honest, starter, { sandbox });
    expect(expected).toMatchObject({ pairs: [{ left: honest[0]!.id, right: "copy" }], leftOut: [] });

    const [first, ...others] = honest;
    const hostile = ["one", "two"].map((id) => handedIn(id, { "src/index.ts": NESTED }));
    const found = await similarPairs([hostile[0]!, first!, hostile[1]!, ...others], starter, { sandbox });
    expect(found.pairs).toEqual(expected.pairs);
    expect(found.leftOut).toEqual(
      ["one", "two"].map((id) => ({ id, finding: { code: "similarity.parser-crashed", values: {} } })),
    );
  });

  test("a submission that keeps the parser busy costs itself only", async () => {
    const endless = handedIn("endless", { "src/index.ts": ENDLESS });
    const found = await similarPairs([endless, ...honest], starter, { sandbox });
    expect(found.pairs).toMatchObject([{ left: honest[0]!.id, right: "copy" }]);
    expect(found.leftOut).toMatchObject([{ id: "endless" }]);
    // The faster the machine, the sooner all memory is taken.
    expect(["similarity.parser-timeout", "similarity.parser-crashed"]).toContain(
      found.leftOut[0]?.finding.code,
    );
  });

  test("the time of a parser is limited", async () => {
    const slow = [{ language: "ts" as const, text: big(7000) }];
    const { answers, fault } = await tokenizeApart([slow], sandbox, { cpuMs: 500, wallMs: 60_000 });
    expect(fault).toBe("parser-timeout");
    expect(answers).toEqual([]);
  });
});

const sandbox = SANDBOXES.none;

test("what cannot be compared is told of, in the order of the class", async () => {
  const submissions = [
    handedIn("too long", { "src/index.ts": TOO_LONG }),
    handedIn("no code", { "package.json": "{}", "README.md": "Hello" }),
    ...honest,
    handedIn("no files", {}),
    handedIn("unreadable", { "src/index.ts": BROKEN, "src/b.ts": BROKEN }),
    handedIn("deep", { "src/index.ts": `export const x = ${"1+".repeat(15_000)}1;` }),
    { id: "binary", files: new Map([["src/index.ts", null]]) },
  ];
  const { pairs, leftOut } = await similarPairs(submissions, starter, { sandbox });
  expect(pairs.map(({ left, right }) => [left, right])).toEqual([[honest[0]!.id, "copy"]]);
  expect(leftOut.map(({ id, finding }) => [id, finding.code])).toEqual([
    ["too long", "similarity.too-long"],
    ["no code", "similarity.no-code"],
    ["no files", "similarity.no-code"],
    ["unreadable", "similarity.unreadable"],
    ["binary", "similarity.no-code"],
  ]);
});

test("a file that cannot be parsed hides no copy in the others", async () => {
  const broken = Array.from({ length: 9 }, (_, index) => [`a\u001B${index}.ts`, BROKEN] as const);
  const copy = { id: "copy", files: new Map([...broken, ...honest[0]!.files]) };
  const { pairs, leftOut } = await similarPairs([honest[0]!, copy], starter, { sandbox });
  expect(pairs).toMatchObject([{ left: honest[0]!.id, right: "copy", similarity: 1 }]);
  const files = "a�0.ts, a�1.ts, a�2.ts, a�3.ts, a�4.ts, a�5.ts, a�6.ts, a�7.ts, …";
  expect(leftOut).toEqual([{ id: "copy", finding: { code: "similarity.unread-files", values: { files } } }]);
});

test("two who repeat a line thousands of times do not multiply", async () => {
  const files = new Map([["src/index.ts", "f(g(x));".repeat(5000)]]);
  const submissions = ["a", "b"].map((id) => ({ id, files }));
  const { pairs, leftOut } = await similarPairs(submissions, starter, { sandbox, threshold: 0.01 });
  expect(leftOut).toEqual([]);
  expect(pairs).toHaveLength(1);
});

test("a starter that cannot be parsed is our fault", async () => {
  const template = new Map([["src/index.ts", BROKEN]]);
  await expect(similarPairs(honest, template, { sandbox })).rejects.toMatchObject({
    code: "SIMILARITY_FAILED",
  });
});

test("every finding is a sentence in every language", () => {
  const codes = ["parser-timeout", "parser-crashed", "too-long", "unreadable", "unread-files", "no-code"];
  for (const code of codes) {
    const finding = { code: `similarity.${code}`, values: { files: "src/a.ts" } };
    const [english, korean] = LANGUAGES.map((language) => sentence(finding, language));
    expect(english).toMatch(/compared/);
    expect(korean).toMatch(/비교.*어요/);
  }
});
