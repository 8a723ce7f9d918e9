import * as fc from "fast-check";
import { expect, test } from "vitest";
import { invisibleIn } from "../fixtures/invisible.js";
import { visibleText } from "./visible-text.js";

test("colours of a terminal, overrides of direction and invisible letters become visible", () => {
  expect(visibleText("\u001b[31mred\u001b[0m\u0007")).toBe("⟨U+001B⟩[31mred⟨U+001B⟩[0m⟨U+0007⟩");
  expect(visibleText("a\u202Eb\u2066c\u200Bd\uFEFF")).toBe("a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩d⟨U+FEFF⟩");
  expect(visibleText("\u009b31m \u007f \u2028")).toBe("⟨U+009B⟩31m ⟨U+007F⟩ ⟨U+2028⟩");
  expect(visibleText("\ud800x")).toBe("⟨U+D800⟩x");
  expect(visibleText("\u{E0041}")).toBe("⟨U+E0041⟩");
});

test("lines stay lines; a lone carriage return would overwrite its line", () => {
  expect(visibleText("a\r\nb\tc\rd\n")).toBe("a\nb\tc⟨U+000D⟩d\n");
});

test("ordinary writing is left alone", () => {
  for (const text of ["σ(X·W₁ + b₁) ≤ 1e-7", "은닉층의 기울기", "👩‍💻 👍🏽", "naïve é", "한글"]) {
    expect(visibleText(text)).toBe(text);
  }
});

test("marks do not climb", () => {
  expect(visibleText(`a${"\u0301".repeat(100)}`)).toBe(`a${"\u0301".repeat(6)}`);
});

test("law: nothing invisible is left, and doing it twice changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const visible = visibleText(text);
      expect(visibleText(visible)).toBe(visible);
      expect(invisibleIn(visible.replaceAll("\t", " "))).toEqual([]);
    }),
    { seed: 1 },
  );
});
