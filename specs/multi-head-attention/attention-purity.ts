import {
  drawAttention,
  type AttentionInputs,
  type AttentionSizes,
} from "../../reference/models/attention-inputs.js";
import { drawMask } from "../../reference/nn/masks.js";
import { expectSame, expectUntouched, type AnySameness, type CheckContext } from "../kit/index.js";
import {
  askAttention,
  askElsewhere,
  callAttention,
  expectSensitive,
  readAttention,
  wantAttention,
  type AttentionQuestion,
} from "./attention.js";
import { attentionLabels } from "./labels.js";
import { expectMaskUntouched } from "./untouched-mask.js";

const CALL = "scaledDotProductAttention";

/**
 * Asks the attention again for what it has been asked, with the same arrays and with copies of them, and with some of the
 * arrays beside new ones: whoever remembers an answer by one of its arrays is seen.
 */
export async function staysPure(context: CheckContext, sizes: AttentionSizes): Promise<void> {
  const inputs = drawAttention(context.random, sizes);
  const { Q, K, V } = inputs;
  const mask = drawMask(context.random, sizes.Tq, sizes.Tk);
  const script = context.script();
  const held = { Q: script.hold(Q), K: script.hold(K), V: script.hold(V), mask: script.hold(mask) };
  const ask = (...masks: (typeof held.mask)[]): AttentionQuestion =>
    wantAttention(script, callAttention(script, held.Q, held.K, held.V, ...masks));
  const open = [ask(), ask()] as const;
  const masked = [ask(held.mask), ask(held.mask)] as const;

  const other = drawAttention(context.random.fork("other"), sizes);
  const copies = [
    [masked[0], { ...inputs, mask }],
    [wantAttention(script, callAttention(script, held.Q, other.K, other.V)), { ...other, Q }],
    [
      wantAttention(script, callAttention(script, other.Q, held.K, held.V, held.mask)),
      { Q: other.Q, K, V, mask },
    ],
  ] satisfies [AttentionQuestion, AttentionInputs][];
  const withCopies = copies.map(([asked, fresh]) => [askAttention(script, fresh), asked] as const);

  const after = { Q: script.want(held.Q), K: script.want(held.K), V: script.want(held.V) };
  const maskAfter = script.want(held.mask);
  const elsewhere = askElsewhere(script, inputs, drawAttention(context.random, sizes));
  const answers = await context.run(script);

  const labels = attentionLabels(sizes);
  for (const name of ["Q", "K", "V"] as const) {
    expectUntouched(answers, after[name], inputs[name], labels[name], CALL);
  }
  expectMaskUntouched(answers, maskAfter, mask, CALL);
  const expectAlike = (
    [expected, got]: readonly [AttentionQuestion, AttentionQuestion],
    sameness: AnySameness,
  ): void => {
    const [one, another] = [readAttention(answers, expected, inputs), readAttention(answers, got, inputs)];
    for (const name of ["weights", "output"] as const) {
      expectSame(another[name], one[name], labels[name], sameness);
    }
  };
  for (const pair of [open, masked]) expectAlike(pair, "twice");
  expectSensitive(answers, elsewhere);
  for (const pair of withCopies) expectAlike(pair, "multi-head-attention.fresh-copies");
}
