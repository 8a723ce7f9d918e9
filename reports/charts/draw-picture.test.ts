import { describe, expect, test } from "vitest";
import type {
  HeatmapPicture,
  LinesPicture,
  PlainNumber,
  ScatterPicture,
} from "../../grader/result/picture.js";
import { heatmap, lossCurves, scatter } from "../fixtures/pictures.js";
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
  test.each([heatmap("y", 3, 2), scatter("dW1"), lossCurves()])(
    "$kind has a name and a description",
    (picture) => {
      const { svgs, caption } = drawPicture(picture, OPTIONS);
      expect(caption).toContain(picture.what);
      for (const svg of svgs) {
        expect(svg).toMatch(
          /^<svg [^>]*role="img" aria-labelledby="([^"]+)-title" aria-describedby="\1-desc"/,
        );
        expect(svg).toMatch(/<title id="[^"]+-title">[^<]+<\/title><desc id="[^"]+-desc">[^<]+<\/desc>/);
        expect(svg.match(/="[^"]*(NaN|undefined|Infinity)[^"]*"/g)).toBeNull();
      }
    },
  );

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
});
