import fc from "fast-check";
import { expect, test } from "vitest";
import { alikeAmong } from "./alike.js";
import { AnswerReader } from "./answer-reader.js";
import { type Fingerprint, fingerprintsOf } from "./fingerprints.js";
import { longestRun } from "./longest-run.js";
import { readTokenAnswer } from "./token-answer.js";
import { MOST_TOKENS, READY } from "./tokenizer/message.js";
import { tokenize } from "./tokenizer/tokenize.js";

const SEED = 4;

/** Fingerprints that stand for one token each, so that a run is as long as there are fingerprints in it. */
const prints = (hashes: readonly number[]): Fingerprint[] =>
  hashes.map((hash, index) => ({ hash, start: index, stop: index }));

test("the longest run is the longest common piece", () => {
  // No hash more often than its places are looked at.
  const hashes = fc
    .array(fc.nat(9), { maxLength: 25 })
    .filter((list) => list.every((hash) => list.filter((other) => other === hash).length <= 8));
  fc.assert(
    fc.property(hashes, hashes, fc.nat(12), (left, right, ignored) => {
      const text = (list: readonly number[]): string => list.map((hash) => `${hash},`).join("");
      let longest = 0;
      for (let from = 0; from < left.length; from++) {
        for (let to = from + 1; to <= left.length; to++) {
          const piece = left.slice(from, to);
          if (!piece.includes(ignored) && `,${text(right)}`.includes(`,${text(piece)}`)) {
            longest = Math.max(longest, piece.length);
          }
        }
      }
      expect(longestRun(prints(left), prints(right), new Set([ignored]))).toBe(longest);
      expect(longestRun(prints(right), prints(left), new Set([ignored]))).toBe(longest);
    }),
    { seed: SEED },
  );
});

test("the similarity is the share of the smaller text that the larger one has", () => {
  const text = fc.uniqueArray(fc.nat(300), { maxLength: 250, size: "max" });
  const texts = fc.array(text, { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(texts, fc.double({ min: 0.01, max: 1, noNaN: true }), (lists, threshold) => {
      const sets = lists.map((list) => new Set(list));
      const found = alikeAmong(sets, threshold);
      for (const [left, a] of sets.entries()) {
        for (let right = left + 1; right < sets.length; right++) {
          const b = sets[right]!;
          const shared = [...a].filter((hash) => b.has(hash)).length;
          const similarity = shared / Math.max(Math.min(a.size, b.size), 100);
          const expected = similarity >= threshold ? [{ left, right, similarity, shared }] : [];
          expect(found.filter((pair) => pair.left === left && pair.right === right)).toEqual(expected);
        }
      }
      const similarities = found.map(({ similarity }) => similarity);
      expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
    }),
    { seed: SEED },
  );
});

test("texts that share 51 tokens in a row share a fingerprint", () => {
  const token = fc.constantFrom("(", ")", "Identifier", "Literal", "CallExpression", "BinaryExpression");
  const some = fc.array(token, { maxLength: 80, size: "max" });
  const shared = fc.array(token, { minLength: 51, maxLength: 51 });
  fc.assert(
    fc.property(some, some, shared, some, some, (a, b, piece, c, d) => {
      const hashes = (tokens: readonly string[]): Set<number> =>
        new Set(fingerprintsOf(tokens).map(({ hash }) => hash));
      const other = hashes([...b, ...piece, ...d]);
      expect([...hashes([...a, ...piece, ...c])].some((hash) => other.has(hash))).toBe(true);
    }),
    { seed: SEED },
  );
});

const tokensIn = (text: string, language: "ts" | "js" = "ts"): string[] => {
  const { kinds, tokens } = tokenize([{ language, text }]);
  return tokens.map((token) => kinds[token]!);
};

test("a node is a bracket, its type, its children, a bracket; no names, values, types, imports and exports", () => {
  expect(tokensIn("f(1);").join(" ")).toBe(
    "( ExpressionStatement ( CallExpression ( Identifier ) ( Literal ) ) )",
  );
  expect(
    tokensIn("import { g } from './g.js'; export { g }; type T = { a: number }; (f!)((1 as T));"),
  ).toEqual(tokensIn("/* 한글 */ h('x')"));
  expect(tokensIn("export class A<T> implements B { private x: T[] = [] as T[]; }")).toEqual(
    tokensIn("class C { y = []; }", "js"),
  );
  expect(tokensIn("enum E { A }")).not.toEqual([]);
  expect(tokensIn("a(b)")).not.toEqual(tokensIn("a.b"));
});

test("files that are no code are named, and the others read", () => {
  const code = { language: "ts", text: "f(1);" } as const;
  const broken = { language: "ts", text: "f(1" } as const;
  const typed = { language: "js", text: "const x: number = 1;" } as const;
  expect(tokenize([broken, code, typed])).toEqual({ ...tokenize([code]), unread: [0, 2] });
});

const ANSWER = { kinds: ["(", "Literal", ")"], tokens: [0, 1, 2], tooLong: false, unread: [1] };

test("an answer is taken only as it may be", () => {
  const read = (changes: object): unknown => readTokenAnswer(JSON.stringify({ ...ANSWER, ...changes }), 2);
  expect(read({})).toEqual(ANSWER);
  const wrong = [
    { kinds: ["(", "Literal"] },
    { kinds: ["(", "\u001B[31m", ")"] },
    { kinds: Array.from({ length: 600 }, () => "A") },
    { tokens: [-1] },
    { tokens: [0.5] },
    { tokens: ["0"] },
    { tokens: Array.from({ length: 2 * MOST_TOKENS + 1 }, () => 0) },
    { unread: [2] },
    { tooLong: "no" },
    { similarity: 0 },
  ];
  for (const changes of wrong) expect(read(changes)).toBeUndefined();
  for (const line of ["", "null", "[]", "{", '{"tokens":[]}'])
    expect(readTokenAnswer(line, 2)).toBeUndefined();
});

test("answers are understood in whatever pieces they come, and nothing after the first wrong line", () => {
  const line = JSON.stringify(ANSWER);
  const whole = Buffer.from(`${READY}\n${line}\n${line}\n`);
  const submissions = [0, 1].map(() => [0, 1].map(() => ({ language: "ts", text: "" }) as const));
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(whole.length), { maxLength: 6 }), fc.string(), (cuts, noise) => {
      const reader = new AnswerReader(submissions);
      const ends = [...cuts.toSorted((a, b) => a - b), whole.length];
      const pieces = ends.map((end, index) => whole.subarray(index === 0 ? 0 : ends[index - 1], end));
      expect(pieces.every((piece) => reader.take(piece))).toBe(true);
      expect(reader.answers).toEqual([ANSWER, ANSWER]);
      // Two were asked for: whatever comes now is one too many.
      expect(reader.take(Buffer.from(`${noise}\n`))).toBe(false);
      expect(reader.answers).toHaveLength(2);
      expect(new AnswerReader(submissions).take(Buffer.from(`${noise}\n`))).toBe(noise === READY);
    }),
    { seed: SEED },
  );
});
