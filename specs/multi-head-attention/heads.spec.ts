import type { MultiHeadSizes } from "../../reference/models/multi-head-inputs.js";
import { mergeHeads, splitHeads } from "../../reference/nn/heads.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  checksOf,
  expectClose,
  expectRight,
  expectSame,
  expectUntouched,
  type CheckContext,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { allHeadsDim, headDim, headsLabel, mergedLabel } from "./labels.js";
import { construct } from "./layer.js";

const check = checksOf("heads");

const SIZES: MultiHeadSizes = { N: 2, T: 4, E: 15, S: 3 };

type Method = "splitHeads" | "mergeHeads";

/** What each method takes and gives. */
const METHODS = {
  splitHeads: { takes: mergedLabel, gives: headsLabel, shape: mergedShape, right: splitHeads },
  mergeHeads: { takes: headsLabel, gives: mergedLabel, shape: headsShape, right: mergeHeads },
} as const;

/** `(N, T, S·P)` */
function mergedShape(sizes: MultiHeadSizes): number[] {
  return [sizes.N, sizes.T, allHeadsDim(sizes)];
}

/** `(N, S, T, P)` */
function headsShape(sizes: MultiHeadSizes): number[] {
  return [sizes.N, sizes.S, sizes.T, headDim(sizes)];
}

/** A method's answer to random features. */
interface Asked {
  readonly method: Method;
  readonly sizes: MultiHeadSizes;
  readonly x: Tensor;
  readonly got: Wanted;
}

function ask(context: CheckContext, script: Script, method: Method, sizes: MultiHeadSizes): Asked {
  const x = context.random.normalTensor(METHODS[method].shape(sizes));
  const got = script.want(script.call(construct(script, sizes), method, x));
  return { method, sizes, x, got };
}

/** Judges the methods on features of some sizes by the reference. */
async function judgeAll(
  context: CheckContext,
  methods: readonly Method[],
  all: readonly MultiHeadSizes[],
): Promise<void> {
  const script = context.script();
  const asked = methods.flatMap((method) => all.map((sizes) => ask(context, script, method, sizes)));
  const answers = await context.run(script);
  for (const { method, sizes, x, got } of asked) {
    const { gives, right } = METHODS[method];
    const label = gives(method, sizes);
    expectClose(context, answers.tensor(got, label), right(x, sizes.S), label);
  }
}

check("split", { points: 5, kind: "golden" }, async (context) => {
  await judgeAll(context, ["splitHeads"], [SIZES, { N: 3, T: 5, E: 8, S: 2 }]);
});

check("merge", { points: 5, kind: "golden" }, async (context) => {
  await judgeAll(context, ["mergeHeads"], [SIZES, { N: 3, T: 5, E: 8, S: 2 }]);
});

check("inverse", { points: 2, kind: "property" }, async (context) => {
  const x = context.random.normalTensor(mergedShape(SIZES));
  const heads = context.random.normalTensor(headsShape(SIZES));
  const script = context.script();
  const layer = construct(script, SIZES);
  const asked = {
    split: script.want(script.call(layer, "splitHeads", x)),
    merged: script.want(script.call(layer, "mergeHeads", heads)),
  };
  const answers = await context.run(script);
  // What was handed on must have been heads: two methods that do nothing undo each other as well.
  const split = answers.tensor(asked.split, headsLabel("splitHeads", SIZES));
  const merged = answers.tensor(asked.merged, mergedLabel("mergeHeads", SIZES));

  // As plain arrays, which results need not be.
  const further = context.script();
  const again = construct(further, SIZES);
  const back = {
    merged: further.want(further.call(again, "mergeHeads", split)),
    split: further.want(further.call(again, "splitHeads", merged)),
  };
  const later = await context.runOn(further);
  const xLabel = mergedLabel("mergeHeads(splitHeads(x))", SIZES);
  expectSame(later.tensor(back.merged, xLabel), x, xLabel, "multi-head-attention.not-undone");
  const headLabel = headsLabel("splitHeads(mergeHeads(x))", SIZES);
  expectSame(later.tensor(back.split, headLabel), heads, headLabel, "multi-head-attention.not-undone");
});

check("edges", { points: 1, kind: "golden" }, async (context) => {
  await judgeAll(
    context,
    ["splitHeads", "mergeHeads"],
    [
      { N: 3, T: 4, E: 5, S: 1 },
      { N: 3, T: 4, E: 5, S: 5 },
      { N: 3, T: 1, E: 8, S: 2 },
      { N: 1, T: 3, E: 8, S: 4 },
      { N: 2, T: 4, E: 11, S: 3 },
    ],
  );
});

check("pure", { points: 1, kind: "property" }, async (context) => {
  const script = context.script();
  const layer = construct(script, SIZES);
  const asked = (["splitHeads", "mergeHeads"] as const).map((method) => {
    const x = context.random.normalTensor(METHODS[method].shape(SIZES));
    const held = script.hold(x);
    const [first, second] = [
      script.want(script.call(layer, method, held)),
      script.want(script.call(layer, method, held)),
    ];
    return { method, x, first, second, after: script.want(held) };
  });
  const answers = await context.run(script);
  for (const { method, x, first, second, after } of asked) {
    const { takes, gives, right } = METHODS[method];
    const label = gives(method, SIZES);
    expectUntouched(answers, after, x, takes("x", SIZES), `CustomMultiHeadAttention.${method}`);
    expectSame(answers.tensor(second, label), answers.tensor(first, label), label, "twice");
    expectRight(context, answers.tensor(first, label), right(x, SIZES.S), label);
  }
});
