import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../grader/package/root.js";
import { colour, gridOf, type Panel } from "./heatmap-grid.js";

// axe does not judge text within SVG, so the colours of the pictures are judged here.

const STYLE = readFileSync(join(packageRoot(), "reports", "partials", "html", "style.hbs"), "utf8");

type Colour = [red: number, green: number, blue: number];

/** The colours of a mode by their names; the first block of the style sheet is light, the second dark. */
function colours(mode: "light" | "dark"): (name: string) => Colour {
  const block = STYLE.split(":root {")[mode === "light" ? 1 : 2] ?? "";
  return (name) => {
    const hex = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(block)?.[1];
    if (hex === undefined) throw new Error(`no colour --${name}`);
    const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
    return [part(0), part(2), part(4)];
  };
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio, WCAG 2.2, from 1 to 21. */
function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function mixed(over: Colour, under: Colour, opacity: number): Colour {
  return over.map((value, index) => value * opacity + (under[index] ?? 0) * (1 - opacity)) as Colour;
}

describe.each(["light", "dark"] as const)("in %s mode", (mode) => {
  const named = colours(mode);

  test("black on white would be 21", () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  });

  test.each(["positive", "negative", "miss"])("a number in the fullest cell of %s can be read", (name) => {
    const panel = { colours: name === "miss" ? "error" : "signed" } as Panel;
    const opacity = colour(1, panel, gridOf(2, 2))["fill-opacity"];
    expect(contrast(named("ink"), mixed(named(name), named("cell"), opacity))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["ink", "soft"])("labels in %s can be read", (name) => {
    expect(contrast(named(name), named("ground"))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["positive", "negative", "miss", "passed", "failed", "waiting", "fault"])(
    "shapes in %s can be told from the ground",
    (name) => {
      expect(contrast(named(name), named("ground"))).toBeGreaterThanOrEqual(3);
    },
  );

  test("points that agree, which are seen through, can be told from the ground", () => {
    expect(contrast(mixed(named("negative"), named("ground"), 0.8), named("ground"))).toBeGreaterThanOrEqual(
      3,
    );
  });
});
