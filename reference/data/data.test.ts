import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fromPackageRoot } from "../golden/package-root.js";
import { Random } from "../random/random.js";
import { blobs } from "./blobs.js";
import { split } from "./examples.js";
import { loadDigits } from "./digits.js";

const path = fromPackageRoot("assignments/two-layer-nn/data/digits.json");
const folder = mkdtempSync(join(tmpdir(), "digits-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("digits", () => {
  const { height, width, training, validation } = loadDigits(path);

  test("are 300 and 150 images of 8 by 8 pixels with one-hot labels, all classes equally often", () => {
    expect([height, width]).toEqual([8, 8]);
    expect([training.X.shape, training.Y.shape]).toEqual([[300, 64], [300, 10]]); // prettier-ignore
    expect([validation.X.shape, validation.Y.shape]).toEqual([[150, 64], [150, 10]]); // prettier-ignore
    expect([...training.Y.sumRows().data]).toEqual(Array(10).fill(30));
    expect([...validation.Y.sumRows().data]).toEqual(Array(10).fill(15));
  });

  test("run from paper, 0, to ink, 1, with paper around", () => {
    expect([Math.min(...training.X.data), training.X.maxAbs() > 0.95]).toEqual([0, true]);
    expect(Math.max(...validation.X.data)).toBeLessThanOrEqual(1);
    const meanOfPixels = training.X.sumRows().scale(1 / 300);
    for (const corner of [0, 7, 56, 63]) expect(meanOfPixels.at(corner)).toBeLessThan(0.05);
    expect(meanOfPixels.at(4 * 8 + 4)).toBeGreaterThan(0.3);
  });

  test("are images: those of a class lie nearer to the class's mean than to the others', mostly", () => {
    const labels = training.Y.argmaxRows();
    const means = Array.from({ length: 10 }, (_, digit) =>
      training.X.takeRows(labels.flatMap((label, n) => (label === digit ? [n] : [])))
        .sumRows()
        .scale(1 / 30),
    );
    const nearest = validation.X.toRows().map((row) => {
      const distances = means.map((mean) =>
        mean.data.reduce((sum, value, i) => sum + (value - row[i]!) ** 2, 0),
      );
      return distances.indexOf(Math.min(...distances));
    });
    const right = validation.Y.argmaxRows().filter((label, n) => label === nearest[n]).length;
    expect(right / 150).toBeGreaterThan(0.7);
  });

  test("are all different", () => {
    const images = [...training.X.toRows(), ...validation.X.toRows()].map(String);
    expect(new Set(images).size).toBe(450);
  });

  test.each([
    ["no JSON", (text: string) => text.slice(1), /JSON/],
    ["a missing field", (text: string) => text.replace('"provenance"', '"origin"'), /provenance/],
    ["an image too short", (text: string) => text.replace('"AAAA', '"'), /8 by 8/],
    ["a label of no class", (text: string) => text.replace("[0,1", "[0,10"), /class 10/],
    ["a label too few", (text: string) => text.replace("[0,1", "[1"), /without a label/],
  ])("%s is refused", (name, edit, problem) => {
    const broken = join(folder, `${name}.json`);
    writeFileSync(broken, edit(readFileSync(path, "utf8")));
    expect(() => loadDigits(broken)).toThrow(problem);
  });
});

describe("blobs", () => {
  test("are points in the plane around as many centers as classes", () => {
    const { X, Y } = blobs(new Random(1));
    expect([X.shape, Y.shape]).toEqual([[60, 2], [60, 3]]); // prettier-ignore
    expect([...Y.sumRows().data]).toEqual([20, 20, 20]);
    const labels = Y.argmaxRows();
    const centers = [0, 1, 2].map((c) => X.takeRows(labels.flatMap((label, n) => (label === c ? [n] : []))).sumRows().scale(1 / 20)); // prettier-ignore
    for (const center of centers) expect(Math.abs(Math.hypot(...center.data) - 2)).toBeLessThan(0.4);
    expect(Math.hypot(...centers[0]!.minus(centers[1]!).data)).toBeGreaterThan(2.5);
  });

  test("come in random order, others for another seed, the same for the same", () => {
    const labels = blobs(new Random(1)).Y.argmaxRows();
    expect(labels).not.toEqual(labels.toSorted((a, b) => a - b));
    expect(blobs(new Random(2)).X).not.toEqual(blobs(new Random(1)).X);
    expect(blobs(new Random(2), 4, 5, 0.1)).toEqual(blobs(new Random(2), 4, 5, 0.1));
    expect(blobs(new Random(2), 4, 5, 0.1).Y.shape).toEqual([20, 4]);
  });
});

test("a split keeps every example and its target, in order", () => {
  const all = blobs(new Random(3), 3, 4);
  const [first, second] = split(all, 5);
  expect([...first.X.toRows(), ...second.X.toRows()]).toEqual(all.X.toRows());
  expect([...first.Y.toRows(), ...second.Y.toRows()]).toEqual(all.Y.toRows());
  expect([first.X.rows, second.X.rows]).toEqual([5, 7]);
  expect(() => split(all, 13)).toThrow(RangeError);
});
