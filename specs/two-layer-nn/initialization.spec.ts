import { Tensor } from "../../reference/tensor/tensor.js";
import { checksOf, expectClose, fail, unlessFailed, type CheckContext, type Script } from "../kit/index.js";
import { construct, paramLabel, PARAM_NAMES, wantParams, type ParamName, type Sizes } from "./network.js";
import { judgeNormal, judgeSmallVariance, judgeVariance } from "./normality.js";

const check = checksOf("initialization");

const SMALL: Sizes = { N: 1, D: 5, H: 4, C: 3 };

/** As many hidden units as classes: both biases are of the same size, and could be the same array. */
const SQUARE: Sizes = { N: 1, D: 5, H: 4, C: 4 };

/** A number that no initialization draws. */
const MARK = 77;

// 10 240 weights and more in each matrix, and fans so different that no other rule gives the same variance.
const LARGE: Sizes = { N: 1, D: 160, H: 64, C: 240 };

// 56 250 weights in both matrices together: enough to tell a sum of 3 uniforms from a sum of 6.
const HUGE: Sizes = { N: 1, D: 200, H: 125, C: 250 };

check("constructor", { points: 2, kind: "shape" }, async (context) => {
  const script = context.script();
  const net = construct(script, SMALL);
  const fields = {
    inputDim: script.want(net, "inputDim"),
    numHiddens: script.want(net, "numHiddens"),
    numClasses: script.want(net, "numClasses"),
  };
  const params = wantParams(script, net, "params");
  const answers = await context.run(script);
  if (!context.exports.includes("TwoLayerNN")) {
    context.note({ code: "check.default-export", values: { name: "TwoLayerNN" } });
  }
  const sizes = { inputDim: SMALL.D, numHiddens: SMALL.H, numClasses: SMALL.C };
  for (const [name, wanted] of Object.entries(fields)) {
    const got = answers.number(wanted, name);
    const expected = sizes[name as keyof typeof sizes];
    if (got !== expected) fail("two-layer-nn.field", { field: name, expected, got });
  }
  for (const name of PARAM_NAMES) answers.tensor(params[name], paramLabel(name, SMALL));
});

check("shapes", { points: 2, kind: "shape" }, async (context) => {
  const script = context.script();
  const net = construct(script, SMALL);
  // Other sizes than the constructor's: it is the arguments that count.
  const sizes: Sizes = { N: 1, D: 3, H: 6, C: 2 };
  const fresh = script.call(net, "initializeParameters", sizes.D, sizes.H, sizes.C);
  const params = wantParams(script, fresh);
  const answers = await context.run(script);
  for (const name of PARAM_NAMES) answers.tensor(params[name], paramLabel(name, sizes));
});

check("biases", { points: 1, kind: "golden" }, async (context) => {
  const script = context.script();
  const net = construct(script, SMALL);
  const fresh = wantParams(script, script.call(net, "initializeParameters", SMALL.D, SMALL.H, SMALL.C));
  const first = wantParams(script, net, "params");
  const answers = await context.run(script);
  for (const params of [fresh, first]) {
    for (const name of ["b1", "b2"] as const) {
      const label = paramLabel(name, SMALL);
      const got = answers.tensor(params[name], label);
      expectClose(context, got, Tensor.zeros(got.shape), label, { slack: 1e-12 });
    }
  }
});

/** Gives the weights out of the answers, as `(D, H)` and `(H, C)`. */
type ReadWeights = () => { W1: Tensor; W2: Tensor };

/** Asks for the weights that a network of the sizes starts from. */
function startingWeights(context: CheckContext, sizes: Sizes): Promise<ReadWeights> {
  const script = context.script();
  return askWeights(context, script, sizes, wantParams(script, construct(script, sizes), "params"));
}

/** Asks for the weights that `initializeParameters` gives. */
function freshWeights(context: CheckContext, sizes: Sizes): Promise<ReadWeights> {
  const { D, H, C } = sizes;
  const script = context.script();
  const fresh = script.call(construct(script, sizes), "initializeParameters", D, H, C);
  return askWeights(context, script, sizes, wantParams(script, fresh));
}

async function askWeights(
  context: CheckContext,
  script: Script,
  sizes: Sizes,
  wanted: ReturnType<typeof wantParams>,
): Promise<ReadWeights> {
  const answers = await context.run(script);
  const read = (name: ParamName): Tensor => answers.tensor(wanted[name], paramLabel(name, sizes));
  return () => ({ W1: read("W1"), W2: read("W2") });
}

/**
 * The weights of 1 000 calls of `initializeParameters` for networks of one input, one hidden unit and two classes, each in
 * units of the standard deviation that Glorot's rule gives it.
 */
async function manySmallWeights(context: CheckContext): Promise<() => Float64Array> {
  const sizes: Sizes = { N: 1, D: 1, H: 1, C: 2 };
  const script = context.script();
  const net = construct(script, sizes);
  const wanted = Array.from({ length: 1000 }, () => {
    const fresh = script.call(net, "initializeParameters", sizes.D, sizes.H, sizes.C);
    return [
      { name: "W1", at: script.want(fresh, "W1"), deviation: Math.sqrt(2 / (1 + 1)) },
      { name: "W2", at: script.want(fresh, "W2"), deviation: Math.sqrt(2 / (1 + 2)) },
    ] as const;
  }).flat();
  const answers = await context.run(script);
  return () =>
    Float64Array.from(
      wanted.flatMap(({ name, at, deviation }) => {
        return [...answers.tensor(at, paramLabel(name, sizes)).data].map((weight) => weight / deviation);
      }),
    );
}

check("variance", { points: 2, kind: "property" }, async (context) => {
  // Those of the method here, those of the constructor in the next check: whoever has a rule of its own for either is seen.
  const readLarge = await freshWeights(context, LARGE);
  const readSmall = await manySmallWeights(context);
  const { W1, W2 } = readLarge();
  judgeVariance("W1", W1, 2 / (LARGE.D + LARGE.H));
  judgeVariance("W2", W2, 2 / (LARGE.H + LARGE.C));
  judgeSmallVariance(readSmall());
});

check("normal", { points: 2, kind: "property" }, async (context) => {
  const read = await startingWeights(context, HUGE);
  judgeNormal(read());
});

check("fresh", { points: 1, kind: "property" }, async (context) => {
  const { D, H, C } = SQUARE;
  const script = context.script();
  const net = construct(script, SQUARE);
  const other = construct(script, SQUARE);
  const before = wantParams(script, net, "params");
  const others = wantParams(script, other, "params");
  const first = script.call(net, "initializeParameters", D, H, C);
  const second = script.call(net, "initializeParameters", D, H, C);
  const firstWanted = wantParams(script, first);
  const secondWanted = wantParams(script, second);
  // A mark in one array must show up in no other.
  for (const name of ["W1", "W2"]) script.set(first.at(name, "0"), "0", MARK);
  script.set(first.at("b1"), "0", MARK);
  const marked = wantParams(script, first);
  const secondAfter = wantParams(script, second);
  const after = wantParams(script, net, "params");

  const answers = await context.run(script);
  const read = (wanted: ReturnType<typeof wantParams>, name: ParamName): Tensor =>
    answers.tensor(wanted[name], paramLabel(name, SQUARE));
  const same = (a: Tensor, b: Tensor): boolean => a.data.every((value, i) => Object.is(value, b.data[i]));
  for (const name of ["W1", "W2"] as const) {
    if (same(read(firstWanted, name), read(secondWanted, name)))
      fail("two-layer-nn.same-twice", { what: name });
    if (same(read(before, name), read(others, name))) fail("two-layer-nn.same-networks", { what: name });
  }
  for (const name of PARAM_NAMES) {
    if (!same(read(before, name), read(after, name))) fail("two-layer-nn.assigned", { what: name });
    if (!same(read(secondWanted, name), read(secondAfter, name))) fail("two-layer-nn.shared", { what: name });
  }
  // Frozen arrays take no mark, and share none.
  const marksIn = (name: ParamName): number | undefined =>
    unlessFailed(() => read(marked, name))?.data.filter((value) => value === MARK).length;
  for (const name of ["W1", "W2"] as const) {
    const count = marksIn(name) ?? 1;
    if (count !== 1) fail("two-layer-nn.shared-rows", { what: name, count });
  }
  if ((marksIn("b2") ?? 0) > 0) fail("two-layer-nn.shared-biases");
});
