import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import type { Ajv, ErrorObject, Options, ValidateFunction } from "ajv";

const require = createRequire(import.meta.url);

/** A schema of a file or a message from outside, and how much of what is wrong is told. */
export interface Described {
  readonly schema: object;
  /** `first` where nobody reads more than that there is something: a long hostile message costs no long list then. */
  readonly report: "all" | "first";
}

/** Tells whether a value is what a schema describes. */
export interface Validator<Content> {
  (value: unknown): value is Content;
  /** What was wrong with the last value, each with its path, its part of the schema and of the value. */
  errors: readonly ErrorObject[];
}

const everyDescribed: Described[] = [];

/** Every schema that a module which was imported so far asks a validator of. */
export function describedSoFar(): readonly Described[] {
  return everyDescribed;
}

/** How ajv compiles it, now or when gradecheck is built. */
export function ajvOptions({ report }: Described): Options {
  const all = report === "all";
  return { allErrors: all, verbose: all, validateSchema: false, discriminator: true, allowUnionTypes: true };
}

/** The file below `dist/validators` of the validator that was compiled when gradecheck was built: what it checks decides. */
export function compiledName(described: Described): string {
  const content = JSON.stringify([described.report, described.schema]);
  return `${createHash("sha256").update(content).digest("hex").slice(0, 24)}.cjs`;
}

function isNotBuilt(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND";
}

/** Loading and running ajv takes longer than all that is read and validated, so building does it beforehand. */
function load<Content>(described: Described): ValidateFunction<Content> {
  try {
    return require(`#validators/${compiledName(described)}`) as ValidateFunction<Content>;
  } catch (error) {
    if (!isNotBuilt(error)) throw error;
  }
  // A test's own schema, or sources that changed since they were built.
  const { Ajv: Compiler } = require("ajv") as { Ajv: typeof Ajv };
  return new Compiler(ajvOptions(described)).compile<Content>(described.schema);
}

/**
 * A validator of what a JSON Schema (draft-07) describes. It is loaded when it is first needed.
 *
 * @param report whether all that is wrong is told, which is what people need, or the first only
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- a schema says at run time what Content says here
export function validatorOf<Content>(
  schema: object,
  report: Described["report"] = "all",
): Validator<Content> {
  const described: Described = { schema, report };
  everyDescribed.push(described);
  let compiled: ValidateFunction<Content> | undefined;
  const validator = (value: unknown): value is Content => {
    compiled ??= load<Content>(described);
    const isRight = compiled(value);
    validator.errors = compiled.errors ?? [];
    return isRight;
  };
  validator.errors = [] as readonly ErrorObject[];
  return validator;
}

/** What is wrong at one place, as `path message`. */
export function errorText({ instancePath, message }: ErrorObject): string {
  return `${instancePath || "/"} ${message ?? "is wrong"}`;
}

/** All that is wrong in one line. */
export function errorsText(errors: readonly ErrorObject[]): string {
  return errors.map(errorText).join("; ");
}
