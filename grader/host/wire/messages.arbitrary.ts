import * as fc from "fast-check";
import {
  ABSENT_OWNERS,
  type Argument,
  CODE_FORMS,
  type Reference,
  type Reply,
  type Request,
  type Step,
  type StepAnswer,
  type Value,
  type WireTensor,
} from "./message.js";

/** Plain objects only, as decoders build them. */
function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model, { noNullPrototype: true });
}

const text = fc.string({ maxLength: 40, unit: "binary" });
const naturals = fc.integer({ min: 0, max: 1_000_000 });
/** Every float64, the special ones often. */
const real = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 0));

const id = fc.stringMatching(/^[0-9a-f]{32}$/);
const moduleName = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);

const tensor: fc.Arbitrary<WireTensor> = fc
  .array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })
  .chain((shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const data = fc.array(real, { minLength: size, maxLength: size });
    return data.map((numbers) => ({ shape, data: Float64Array.from(numbers) }));
  });

const reference: fc.Arbitrary<Reference> = record({
  register: naturals,
  path: fc.array(text, { maxLength: 3 }),
});

/** Keys of the kind that plain objects stumble over are among them. */
const key = fc.oneof(text, fc.constantFrom("__proto__", "constructor", "toString", "then"));

const { argument } = fc.letrec<{ argument: Argument }>((tie) => ({
  argument: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(real, text, fc.boolean(), fc.constantFrom(null, undefined), tensor),
    reference.map((to) => ({ reference: to })),
    fc.array(tie("argument"), { maxLength: 3 }).map((list) => ({ list })),
    fc
      .array(fc.tuple(key, tie("argument")), { maxLength: 3 })
      .map((entries) => ({ object: Object.fromEntries(entries) })),
  ),
}));

const args = fc.array(argument, { maxLength: 3 });

const step: fc.Arbitrary<Step> = fc.oneof(
  record({ op: fc.constantFrom("construct" as const, "apply" as const), name: text, args }),
  record({ op: fc.constant("call" as const), on: reference, method: text, args }),
  record({ op: fc.constant("set" as const), on: reference, key, value: argument }),
  record({ op: fc.constant("hold" as const), value: argument }),
  record({ op: fc.constant("give" as const), from: reference }),
  record({ op: fc.constant("seed" as const), seed: naturals }),
);

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    record({ kind: fc.constant("tensor" as const), tensor, float32: fc.boolean() }),
    record({ kind: fc.constant("number" as const), number: real }),
    record({ kind: fc.constant("string" as const), text }),
    record({ kind: fc.constant("boolean" as const), boolean: fc.boolean() }),
    record({ kind: fc.constantFrom("undefined" as const, "null" as const) }),
    record({ kind: fc.constantFrom("function" as const, "promise" as const, "too-deep" as const), text }),
    fc
      .array(tie("value"), { maxLength: 3 })
      .map((items) => ({ kind: "list" as const, length: items.length, items })),
    fc
      .array(fc.tuple(key, tie("value")), { maxLength: 3 })
      .chain((entries) =>
        text.map((className) => ({ kind: "object" as const, className, entries: new Map(entries) })),
      ),
  ),
}));

const ended = { output: text, untouched: fc.boolean() };

const error = record({ name: text, message: text, stack: text });

/** A property that is not there, which is no part of another value. */
const absence: fc.Arbitrary<Value> = record({
  kind: fc.constant("absent" as const),
  after: naturals,
  owner: fc.constantFrom(...ABSENT_OWNERS),
  text,
});

const answer: fc.Arbitrary<StepAnswer> = fc.oneof(
  record({ status: fc.constant("done" as const) }),
  fc
    .oneof({ arbitrary: value, weight: 5 }, absence)
    .map((given) => ({ status: "value" as const, value: given })),
  record({ status: fc.constant("threw" as const), error }),
  record({ status: fc.constant("missing" as const), name: text, text }),
  record({ status: fc.constant("skipped" as const), because: naturals }),
);

/** Any request. */
export const requests: fc.Arbitrary<Request> = fc.oneof(
  record({
    type: fc.constant("load" as const),
    id,
    module: moduleName,
    form: fc.constantFrom(...CODE_FORMS),
    code: text,
    seed: naturals,
  }),
  record({
    type: fc.constant("run" as const),
    id,
    module: moduleName,
    steps: fc.array(step, { maxLength: 5 }),
    telling: fc.boolean(),
  }),
);

/** Any reply. */
export const replies: fc.Arbitrary<Reply> = fc.oneof(
  record({ type: fc.constant("ready" as const) }),
  record({ type: fc.constant("step" as const), id, step: naturals }),
  record({
    type: fc.constant("loaded" as const),
    id,
    exports: fc.array(record({ name: text, kind: text }), { maxLength: 4 }),
    ...ended,
  }),
  record({ type: fc.constant("load-failed" as const), id, error, ...ended }),
  record({
    type: fc.constant("answers" as const),
    id,
    answers: fc.array(answer, { maxLength: 5 }),
    ...ended,
  }),
);
