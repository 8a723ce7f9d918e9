import {
  PROJECTIONS,
  type AttentionParams,
  type Projection,
} from "../../reference/models/multi-head-attention.js";
import type { MultiHeadSizes } from "../../reference/models/multi-head-inputs.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { expectSame, fail, type CheckContext, type Handle, type Script, type Wanted } from "../kit/index.js";
import { askLayerElsewhere, expectLayerSensitive } from "./elsewhere.js";
import { tokensLabel } from "./labels.js";
import { callForward, construct, givenParams, randomProblem } from "./layer.js";
import { readUsed } from "./works-alone.js";

/** Other heads, of another size: what all layers have in common is not what one of them needs. */
const DIFFERENT = { N: 2, T: 3, E: 10, S: 2 };

/** Each of the four layers held on its own, to be put into several `params`. */
function holdLayers(script: Script, params: AttentionParams): Record<Projection, Handle> {
  const held = PROJECTIONS.map((name) => [name, script.hold({ ...params[name] })]);
  return Object.fromEntries(held) as Record<Projection, Handle>;
}

/** Asks a layer again and again, between which its params are replaced and other layers made. */
export async function followParams(context: CheckContext, sizes: MultiHeadSizes): Promise<void> {
  const [first, second] = [randomProblem(context.random, sizes), randomProblem(context.random, sizes)];
  const script = context.script();
  const layer = construct(script, sizes, givenParams(first.params));
  const other = construct(script, sizes, givenParams(second.params));
  // One and the same array each time: whoever remembers an answer by its input is seen.
  const x = script.hold(first.x);
  const ask = (on: Handle): Wanted => script.want(callForward(script, on, x), "output");
  const outputs = { first: ask(layer), other: ask(other) };
  const different = randomProblem(context.random, DIFFERENT);
  callForward(script, construct(script, DIFFERENT, givenParams(different.params)), different.x);
  const beside = ask(layer);
  script.set(layer, "params", givenParams(second.params));
  const replaced = ask(layer);
  script.set(layer, "params", givenParams(first.params));
  const [restored, otherAgain] = [ask(layer), ask(other)];

  // A new object may have old layers in it: whoever goes by one of them misses the others.
  const [old, fresh] = [holdLayers(script, first.params), holdLayers(script, second.params)];
  script.set(layer, "params", { ...old });
  ask(layer);
  script.set(layer, "params", { ...old, valueProj: fresh.valueProj, outProj: fresh.outProj });
  const half = ask(layer);
  script.set(layer, "params", { ...fresh });
  const whole = ask(layer);
  const { valueProj, outProj } = second.params;
  const halfAlone = ask(construct(script, sizes, givenParams({ ...first.params, valueProj, outProj })));
  const elsewhere = askLayerElsewhere(script, first, second);
  const answers = await context.run(script);

  const label = tokensLabel("output", sizes);
  const read = (wanted: Wanted): Tensor => answers.tensor(wanted, label);
  expectLayerSensitive(answers, elsewhere, ["x", "outProj"]);
  const after = readUsed(() => read(beside));
  expectSame(after, read(outputs.first), label, "other-network");
  if (read(outputs.first).minus(read(replaced)).maxAbs() < 1e-9) {
    fail("check.indifferent", { what: "output", to: "params" });
  }
  expectSame(read(replaced), read(outputs.other), label, "replaced");
  expectSame(read(restored), read(outputs.first), label, "restored");
  expectSame(read(otherAgain), read(outputs.other), label, "other-network");
  expectSame(read(half), read(halfAlone), label, "replaced");
  expectSame(read(whole), read(outputs.other), label, "replaced");
}
