import { describe, expect, test } from "vitest";
import { BUILT_KEYS } from "./built-keys.fixture.js";
import { LANGUAGES } from "./language.js";
import { textsOf } from "./texts-of.fixture.js";
import { askedKeys, builtPrefixes, missingKeys, singular, sources, unusedKeys } from "./used-keys.fixture.js";

const texts = sources();
const english = [...textsOf("en").keys()];

describe.each(LANGUAGES)("the texts in %s", (language) => {
  const codes = [...textsOf(language).keys()];
  test("are all that code asks for", () => expect(missingKeys(codes, texts)).toEqual([]));
  test("are all used", () => expect(unusedKeys(codes, texts)).toEqual([]));
});

test("every place where a key is put together is known, and no other", () => {
  const listed = BUILT_KEYS.map(({ prefix }) => prefix);
  const built = builtPrefixes(english, texts);
  expect(built.filter((prefix) => !listed.includes(prefix))).toEqual([]);
  expect(listed.filter((prefix) => !built.some((known) => prefix.startsWith(known)))).toEqual([]);
});

describe("what is not as it should be is found", () => {
  test("a key that is gone", () => {
    const asked = askedKeys(english, texts);
    const keys = [...new Set(english.map(singular))];
    const unasked = keys.filter((code) => !asked.includes(code));
    // A name that travels through data cannot be followed. Tests of these places say their texts.
    const through = BUILT_KEYS.filter(({ files }) => files !== undefined).map(({ prefix }) => prefix);
    expect(unasked.filter((code) => !through.some((prefix) => code.startsWith(prefix)))).toEqual([]);
    expect(unasked.length).toBeLessThan(keys.length / 3);
    for (const gone of ["cli.starter-done", "check.threw", "report.label.next", "class.state.graded"]) {
      expect(
        missingKeys(
          english.filter((code) => singular(code) !== gone),
          texts,
        ),
      ).toEqual([gone]);
    }
  });

  test("a key that nobody uses", () => {
    const added = ["cli.nonsense", "report.verdict.nonsense", "check.nonsense", "host.exit-nonsense"];
    expect(unusedKeys([...english, ...added], texts)).toEqual(added);
  });

  test("a key that is misspelt", () => {
    const more = new Map(texts);
    more.set("grader/cli/new.ts", 'tell(say(isNew ? "wrote" : "wrotte")); fail("check.thrw", {});');
    expect(missingKeys(english, more).toSorted()).toEqual(["check.thrw", "cli.wrotte"]);
  });
});
