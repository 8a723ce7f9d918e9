import { describe, expect, test } from "vitest";
import type {
  HeatmapPicture,
  LinesPicture,
  PlainNumber,
  ScatterPicture,
} from "../../grader/result/picture.js";
import {
  gradientNorms,
  headWeights,
  heatmap,
  lossCurves,
  scatter,
  trajectory,
} from "../fixtures/pictures.js";
import { drawPicture } from "./draw-picture.js";
import { heatmapWindow } from "./heatmap-window.js";

const OPTIONS = { id: "p", language: "en" } as const;

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}

function points(values: [PlainNumber, PlainNumber][]): ScatterPicture {
  return { ...scatter("dW"), points: values.map(([x, y], index) => ({ label: `p${index}`, x, y })) };
}

function curves(...series: PlainNumber[][]): LinesPicture {
  return { ...lossCurves(), series: series.map((values, index) => ({ name: `s${index}`, values })) };
}

describe("every picture", () => {
  test.each([
    heatmap("y", 3, 2),
    ...headWeights(),
    scatter("dW1"),
    lossCurves(),
    trajectory(),
    gradientNorms(),
  ])("$kind has a name and a description", (picture) => {
    const { svgs, caption } = drawPicture(picture, OPTIONS);
    expect(caption).toContain(picture.what);
    for (const svg of svgs) {
      expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="([^"]+)-title" aria-describedby="\1-desc"/);
      expect(svg).toMatch(/<title id="[^"]+-title">[^<]+<\/title><desc id="[^"]+-desc">[^<]+<\/desc>/);
      expect(svg.match(/="[^"]*(NaN|undefined|Infinity)[^"]*"/g)).toBeNull();
    }
  });

  test("has its own ids", () => {
    const { svgs } = drawPicture(heatmap("y", 2, 2), OPTIONS);
    const ids = svgs.join("").match(/ id="[^"]+"/g) ?? [];
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(6);
  });

  test("is the same for the same numbers", () => {
    expect(drawPicture(scatter("y"), OPTIONS)).toEqual(drawPicture(scatter("y"), OPTIONS));
  });

  test("escapes its texts", () => {
    const bad = `</svg><script>"'&`;
    const drawn = [
      drawPicture({ ...heatmap(bad, 2, 2), rowAxis: bad, columnAxis: bad }, OPTIONS),
      drawPicture({ ...scatter(bad), xAxis: bad, yAxis: bad, points: [{ label: bad, x: 1, y: 0 }] }, OPTIONS),
      drawPicture({ ...lossCurves(), xAxis: bad, yAxis: bad, series: [{ name: bad, values: [1] }] }, OPTIONS),
    ];
    const svgs = drawn.flatMap((figure) => figure.svgs).join("");
    expect(svgs).not.toContain("<script");
    expect(occurrences(svgs, "</svg>")).toBe(5);
  });
});

describe("a heatmap", () => {
  const small: HeatmapPicture = {
    ...heatmap("y", 2, 2),
    got: [1, -2, 0, 5],
    expected: [1, -2, 0, 4],
    error: [0, 0, 0, 1],
  };

  test("outlines the worst entry in all three panels and writes small matrices out", () => {
    const { svgs } = drawPicture(small, OPTIONS);
    expect(svgs).toHaveLength(3);
    for (const svg of svgs) expect(occurrences(svg, 'class="outline"')).toBe(1);
    expect(svgs[0]).toContain(">5</text>");
    expect(svgs[1]).toContain(">4</text>");
    expect(svgs[2]).toContain("The outlined entry is the farthest off: example 1, class 1 is 1.");
  });

  test("colours by sign on the scale of the expected values", () => {
    const [got, , error] = drawPicture(small, OPTIONS).svgs;
    expect(got).toMatch(/class="negative" fill-opacity="0\.25"/);
    expect(got).toMatch(/class="positive" fill-opacity="0\.5"/);
    expect(error).toMatch(/class="miss" fill-opacity="0\.5"/);
    expect(error).not.toContain("positive");
  });

  test("what is not a finite number is the worst of all, and is crossed out where there is no room for it", () => {
    const large = heatmap("y", 30, 30);
    expect(heatmapWindow(large).worst).toEqual({ row: 0, column: 1 });
    expect(occurrences(drawPicture(large, OPTIONS).svgs[0] ?? "", 'class="cross"')).toBe(1);
  });

  test("of a large matrix shows the surroundings of the worst entry, and says so", () => {
    const large = heatmap("y", 100, 60);
    large.error = large.error.map((_, index) => (index === 60 * 90 + 30 ? 9 : 0));
    expect(heatmapWindow(large)).toMatchObject({
      firstRow: 60,
      lastRow: 99,
      firstColumn: 10,
      lastColumn: 49,
    });
    const { svgs, caption } = drawPicture(large, OPTIONS);
    expect(occurrences(svgs[2] ?? "", "<rect")).toBeLessThan(40 * 40 + 20);
    expect(caption).toContain("Rows 60 to 99 and columns 10 to 49 of 100 by 60");
  });

  test("a matrix with too few entries is drawn with gaps, not with errors", () => {
    expect(() => drawPicture({ ...small, got: [1], expected: [], error: [] }, OPTIONS)).not.toThrow();
  });
});

describe("the heads of an attention", () => {
  const [same, other] = headWeights();
  if (same === undefined || other === undefined) throw new Error("there are two heads");

  test("have their number in each panel, and their place in the caption", () => {
    const { svgs, caption } = drawPicture(other, OPTIONS);
    expect(svgs[0]).toContain(">yours · head 1</text>");
    expect(svgs[2]).toContain(">difference · head 1</text>");
    for (const axis of ["query", "key"]) expect(svgs[0]).toContain(`>${axis}</text>`);
    expect(caption).toContain("weights[2][1] (example 2, head 1): outlined");
    const korean = drawPicture(other, { ...OPTIONS, language: "ko" });
    expect(korean.svgs[0]).toContain(">제출한 값 · 헤드 1</text>");
    expect(korean.svgs[0]).toContain(">쿼리</text>");
    expect(korean.caption).toContain("weights[2][1] (예제 2, 헤드 1)");
  });

  test("share one scale, which begins at 0 where nothing is negative", () => {
    for (const picture of [same, other]) {
      const [got, , error] = drawPicture(picture, OPTIONS).svgs;
      expect(got).toMatch(/>0<\/text><text class="tick"[^>]*>1<\/text>/);
      expect(error).toMatch(/>0<\/text><text class="tick"[^>]*>0\.75<\/text>/);
    }
    const half = { ...same, scale: { value: 2, error: 1 } };
    expect(drawPicture(half, OPTIONS).svgs[1]).toContain('class="positive" fill-opacity="0.5"');
  });

  test("a head without any difference has no outline, and says so", () => {
    const { svgs, caption } = drawPicture(same, OPTIONS);
    expect(svgs.join("")).not.toContain('class="outline"');
    expect(svgs[0]).toContain("No entry differs.");
    expect(caption).toContain("no entry differs");
  });
});

describe("a scatter plot", () => {
  test("tells what agrees from what does not, by shape, and names the worst", () => {
    const [svg = ""] = drawPicture(
      points([
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 0],
      ]),
      OPTIONS,
    ).svgs;
    expect(occurrences(svg, '<circle class="agree"')).toBe(3 + 1);
    expect(occurrences(svg, '<path class="differ"')).toBe(1 + 1);
    expect(svg).toContain(">p3</text>");
    expect(svg).toContain("agrees (3)");
    expect(occurrences(svg, 'class="diagonal"')).toBe(1);
  });

  test("leaves out what is not finite, and says how many", () => {
    const { svgs, caption } = drawPicture(
      points([
        [0, "NaN"],
        [1, 1],
        ["Infinity", 2],
      ]),
      OPTIONS,
    );
    expect(caption).toContain("2 that are not finite are not shown");
    expect(svgs[0]).toContain("agrees (1)");
  });

  test("draws no point, one point, and the largest numbers there are", () => {
    for (const values of [[], [[0, 0]], [[1.7e308, -1.7e308]], [[5e-324, 0]]] as [number, number][][]) {
      expect(drawPicture(points(values), OPTIONS).svgs[0]).not.toMatch(/NaN|Infinity/);
    }
  });
});

describe("curves", () => {
  test("break where a value is not finite, and mark it with a cross", () => {
    const [svg = ""] = drawPicture(curves([3, "NaN", 2, 1]), OPTIONS).svgs;
    const path = /class="curve curve-0" d="(M[^"]*L[^"]*)"/.exec(svg)?.[1] ?? "";
    expect(occurrences(path, "M")).toBe(2);
    expect(occurrences(path, "L")).toBe(1);
    expect(occurrences(svg, 'class="cross"')).toBe(1);
  });

  test("are told apart by more than colour: each has its class of dashes and its name", () => {
    const [svg = ""] = drawPicture(curves([1, 2], [2, 1], [1, 1]), OPTIONS).svgs;
    for (const index of [0, 1, 2]) {
      expect(svg).toContain(`curve-${index}`);
      expect(svg).toContain(`>s${index}</text>`);
    }
    expect(svg).toContain("s0: 2 values, from 1 to 2.");
  });

  test("may be empty, a single value, or all gaps", () => {
    for (const picture of [curves(), curves([]), curves([1]), curves(["NaN", "Infinity"])]) {
      expect(drawPicture(picture, OPTIONS).svgs[0]).toMatch(/^<svg .*<\/svg>$/);
    }
  });

  test("of indices begin at 0", () => {
    expect(drawPicture(trajectory(), OPTIONS).svgs[0]).toMatch(/class="tick" x="62"[^>]*>0<\/text>/);
    expect(drawPicture(trajectory(), { ...OPTIONS, language: "ko" }).svgs[0]).toContain(">시점</text>");
  });

  test("over decades have powers of ten at equal distances, and an arrow for 0", () => {
    const picture: LinesPicture = { ...curves([1e-4, 1e-2, 1, 0, "NaN"]), yScale: "log" };
    const { svgs, caption } = drawPicture(picture, OPTIONS);
    const [svg = ""] = svgs;
    for (const power of ["0.0001", "0.01", "1"]) {
      expect(svg).toContain(`>${power}</text>`);
    }
    const heights = [...svg.matchAll(/<circle class="dot dot-0" cx="[^"]*" cy="([^"]*)"/g)].map((match) =>
      Number(match[1]),
    );
    expect(heights).toHaveLength(3);
    expect((heights[0] ?? 0) - (heights[1] ?? 0)).toBeCloseTo((heights[1] ?? 0) - (heights[2] ?? 0), 1);
    expect(occurrences(svg, '<path class="dot dot-0"')).toBe(1);
    expect(occurrences(svg, 'class="cross"')).toBe(1);
    expect(caption).toContain("An arrow at the bottom marks 0");
  });

  test("on a logarithmic axis may be tiny, huge, or without any place", () => {
    for (const values of [[5e-324, 1.7e308], [0, 0], [-1, -2], [1e300], []]) {
      const picture: LinesPicture = { ...curves(values), yScale: "log" };
      expect(drawPicture(picture, OPTIONS).svgs[0]).not.toMatch(/="[^"]*(NaN|undefined|Infinity)/);
    }
  });
});
