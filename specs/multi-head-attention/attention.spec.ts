import fc from "fast-check";
import {
  drawAttention,
  drawAttentionSizes,
  drawExtremeAttention,
  withHugeHiddenKey,
  withZeroScore,
  type AttentionInputs,
  type AttentionSizes,
} from "../../reference/models/attention-inputs.js";
import { scaledDotProductAttention, type Mask } from "../../reference/models/scaled-dot-product-attention.js";
import { causalMask, drawMask } from "../../reference/nn/masks.js";
import { Random } from "../../reference/random/random.js";
import { checksOf, forAll, orElse, type CheckContext } from "../kit/index.js";
import { askAdmitted, expectMasked, readAdmitted } from "./admitted.js";
import { askAttention, askElsewhere, expectAttention, expectSensitive, readAttention } from "./attention.js";
import { staysPure } from "./attention-purity.js";
import { goldenAttention } from "./goldens.js";
import { askRowLaws, judgeRowLaws } from "./row-laws.js";

const check = checksOf("attention");

const SIZES: AttentionSizes = { N: 2, S: 3, Tq: 4, Tk: 5, P: 6, Pv: 7 };

/** What the reference makes of the inputs. */
function right({ Q, K, V, mask }: AttentionInputs): ReturnType<typeof scaledDotProductAttention> {
  return scaledDotProductAttention(Q, K, V, mask);
}

/** Judges the function on some inputs by the reference. */
async function judgeAll(context: CheckContext, cases: readonly AttentionInputs[]): Promise<void> {
  const script = context.script();
  const asked = cases.map((inputs) => ({ inputs, question: askAttention(script, inputs) }));
  const answers = await context.run(script);
  for (const { inputs, question } of asked) {
    expectAttention(context, readAttention(answers, question, inputs), right(inputs), inputs);
  }
}

check("shape", { points: 2, kind: "shape" }, async (context) => {
  const script = context.script();
  const inputs = drawAttention(context.random, SIZES);
  // A stub has shapes too.
  const asked = askElsewhere(script, inputs, drawAttention(context.random, SIZES));
  expectSensitive(await context.run(script), asked);
});

check("golden", { points: 6, kind: "golden" }, async (context) => {
  const goldens = ["typical", "more-queries"].map(goldenAttention);
  const script = context.script();
  const asked = goldens.map((golden) => ({ golden, question: askAttention(script, golden.inputs) }));
  const answers = await context.run(script);
  for (const { golden, question } of asked) {
    const got = readAttention(answers, question, golden.inputs);
    expectAttention(context, got, golden.expected, golden.inputs);
  }
});

check("unseen", { points: 4, kind: "golden", visibility: "hidden" }, async (context) => {
  const cases = fc.record({ seed: fc.integer({ min: 0, max: 0xffff }) });
  await forAll(context, cases, 8, (script, { seed }) => {
    const random = new Random(seed, "attention");
    const inputs = drawAttention(random, drawAttentionSizes(random));
    const question = askAttention(script, inputs);
    return (answers) => {
      expectAttention(context, readAttention(answers, question, inputs), right(inputs), inputs);
    };
  });
});

check("mask", { points: 5, kind: "golden" }, async (context) => {
  const { random } = context;
  const drawn = drawMask(random, SIZES.Tq, SIZES.Tk);
  const square = { ...SIZES, Tq: 5 };
  const masked = [
    { ...drawAttention(random, SIZES), mask: drawn },
    { ...drawAttention(random, square), mask: causalMask(5) },
    // Scores that outweigh all others, whatever is subtracted from them.
    withHugeHiddenKey(drawAttention(random, SIZES)),
    // A score of 0 that is admitted: a mask that is multiplied in is 0 as well where it hides something.
    withZeroScore(drawAttention(random, SIZES)),
  ].map((inputs) => ({ ...inputs, mask: inputs.mask ?? [] }));
  const script = context.script();
  const asked = masked.map((inputs) => ({
    inputs,
    question: askAttention(script, inputs),
    admitted: askAdmitted(script, inputs, inputs.mask),
  }));
  const elsewhere = askElsewhere(script, masked[0] as AttentionInputs, drawAttention(random, SIZES));
  const answers = await context.run(script);

  for (const { inputs, question, admitted } of asked) {
    const got = readAttention(answers, question, inputs);
    expectMasked(got.weights, inputs.mask);
    orElse(
      () => {
        expectSensitive(answers, elsewhere);
        expectAttention(context, got, readAdmitted(answers, admitted, inputs, inputs.mask), inputs);
      },
      () => expectAttention(context, got, right(inputs), inputs),
    );
  }
});

check("extremes", { points: 3, kind: "golden" }, async (context) => {
  const { P: _, ...sizes } = SIZES;
  const bothSides = drawExtremeAttention(context.random, sizes);
  // Where all keys are on one side, all scores of a query are near 1000 or all are near −1000.
  const sides = drawExtremeAttention(context.random, sizes);
  const oneSide = { ...sides, K: sides.K.map((value) => (value < 0 ? value + 50 : value)) };
  // Keys of one side are every other one, so some queries may attend to keys of −1000 only.
  const everyOther = drawExtremeAttention(context.random, sizes, alternating(sizes.Tq, sizes.Tk));
  const script = context.script();
  const asked = [bothSides, oneSide, everyOther].map((inputs) => ({
    inputs,
    question: askAttention(script, inputs),
  }));
  const answers = await context.run(script);
  for (const { inputs, question } of asked) {
    const got = readAttention(answers, question, inputs);
    orElse(
      // A mask that is ignored is judged by the check of masks.
      () => expectAttention(context, got, right({ ...inputs, mask: undefined }), inputs),
      () => expectAttention(context, got, right(inputs), inputs),
    );
  }
});

/** A mask `(Tq, Tk)` that admits every other key: the even ones to even queries, the odd ones to odd queries. */
function alternating(Tq: number, Tk: number): Mask {
  const row = (q: number): boolean[] => Array.from({ length: Tk }, (_, k) => k % 2 === q % 2);
  return Array.from({ length: Tq }, (_, q) => row(q));
}

check("rows", { points: 2, kind: "property" }, async (context) => {
  const inputs = drawAttention(context.random, SIZES);
  const script = context.script();
  const asked = askRowLaws(script, inputs, context.random);
  const elsewhere = askElsewhere(script, inputs, drawAttention(context.random, SIZES));
  const answers = await context.run(script);
  expectSensitive(answers, elsewhere);
  judgeRowLaws(context, answers, asked);
});

check("edges", { points: 2, kind: "golden" }, async (context) => {
  const sizes = [
    { N: 3, S: 2, Tq: 7, Tk: 4, P: 5, Pv: 6 },
    { N: 2, S: 3, Tq: 1, Tk: 5, P: 4, Pv: 6 },
    { N: 3, S: 2, Tq: 4, Tk: 1, P: 5, Pv: 6 },
    { N: 3, S: 1, Tq: 4, Tk: 6, P: 5, Pv: 2 },
    { N: 1, S: 2, Tq: 5, Tk: 4, P: 3, Pv: 6 },
    { N: 2, S: 3, Tq: 4, Tk: 5, P: 1, Pv: 1 },
    { N: 1, S: 1, Tq: 1, Tk: 1, P: 1, Pv: 1 },
    // More keys than a block of keys is wont to have.
    { N: 1, S: 1, Tq: 3, Tk: 70, P: 2, Pv: 2 },
  ];
  await judgeAll(
    context,
    sizes.map((each) => drawAttention(context.random, each)),
  );
});

check("pure", { points: 2, kind: "property" }, (context) => staysPure(context, SIZES));
