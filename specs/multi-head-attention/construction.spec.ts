import { PROJECTIONS } from "../../reference/models/multi-head-attention.js";
import type { MultiHeadSizes } from "../../reference/models/multi-head-inputs.js";
import { checksOf, fail, type Wanted } from "../kit/index.js";
import { allHeadsDim, headDim, LAYER_PARTS, paramLabel } from "./labels.js";
import { construct, wantParams } from "./layer.js";

const check = checksOf("construction");

type LayerSizes = Pick<MultiHeadSizes, "E" | "S">;

const EVEN: LayerSizes = { E: 15, S: 3 };
const UNEVEN: LayerSizes = { E: 11, S: 3 };

check("fields", { points: 3, kind: "shape" }, async (context) => {
  const script = context.script();
  const asked = [EVEN, UNEVEN, { E: 5, S: 1 }, { E: 4, S: 4 }, { E: 7, S: 4 }].map((sizes) => {
    const layer = construct(script, sizes);
    const expected = { numHeads: sizes.S, headDim: headDim(sizes), allHeadsDim: allHeadsDim(sizes) };
    const fields = Object.entries(expected).map(([field, value]) => ({
      field,
      value,
      wanted: script.want(layer, field),
    }));
    return { sizes, fields };
  });
  const answers = await context.run(script);
  for (const name of ["scaledDotProductAttention", "CustomMultiHeadAttention"]) {
    if (!context.exports.includes(name) && context.exports.includes("default")) {
      context.note({ code: "check.default-export", values: { name } });
    }
  }
  for (const { sizes, fields } of asked) {
    for (const { field, value, wanted } of fields) {
      const got = answers.number(wanted, field);
      const { S, E } = sizes;
      if (got !== value) fail("multi-head-attention.field", { field, S, E, expected: value, got });
    }
  }
});

check("params", { points: 3, kind: "shape" }, async (context) => {
  const script = context.script();
  const asked = [EVEN, UNEVEN, { E: 4, S: 4 }].map((sizes) => ({
    sizes,
    params: wantParams(script, construct(script, sizes), "params"),
  }));
  const answers = await context.run(script);
  for (const { sizes, params } of asked) {
    for (const name of PROJECTIONS) {
      for (const part of LAYER_PARTS) {
        answers.anyTensor(params[name][part], paramLabel(name, part, sizes, "params."));
      }
    }
  }
});

check("initial", { points: 2, kind: "property" }, async (context) => {
  const script = context.script();
  const [layer, other] = [construct(script, EVEN), construct(script, EVEN)];
  const first = wantParams(script, layer, "params");
  const before = wantParams(script, other, "params");
  // A mark in one layer must show up in no other.
  for (const name of PROJECTIONS) {
    script.set(layer.at("params", name, "weight", "0"), "0", 77);
    script.set(layer.at("params", name, "bias"), "0", 77);
  }
  const after = wantParams(script, other, "params");
  const answers = await context.run(script);
  for (const name of PROJECTIONS) {
    const label = paramLabel(name, "weight", EVEN, "params.");
    const weight = answers.tensor(first[name].weight, label);
    if (new Set(weight.data).size === 1) fail("multi-head-attention.all-equal", { what: label.what });
    for (const part of LAYER_PARTS) {
      const what = paramLabel(name, part, EVEN, "params.");
      const read = (wanted: Wanted): Float64Array => answers.tensor(wanted, what).data;
      const [was, is] = [read(before[name][part]), read(after[name][part])];
      if (is.some((value, i) => value !== was[i])) {
        fail("multi-head-attention.shared", { what: what.what });
      }
    }
  }
});
