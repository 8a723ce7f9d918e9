import { readTexts } from "../../grader/assignment/texts.js";
import type { CheckKind, Visibility } from "../../grader/result/index.js";
import type { CheckBody } from "./context.js";
import type { DeclaredCheck } from "./recorded.js";

/** How a check counts. */
export interface CheckOptions {
  readonly points: number;
  readonly kind: CheckKind;
  /** `hidden` tells a student the name and the verdict only; `public` where left out. */
  readonly visibility?: Visibility;
}

/** A part that a spec file declared, with its checks so far. */
export interface DeclaredPart {
  readonly id: string;
  readonly checks: { readonly name: string; readonly options: CheckOptions; readonly body: CheckBody }[];
}

/** A check with its body, before it meets a submission. */
export interface BoundCheck {
  readonly declared: DeclaredCheck;
  readonly body: CheckBody;
}

/**
 * The checks of a part with the titles that the assignment's texts give them.
 *
 * @throws Error where one has none.
 */
export function boundChecks({ id: part, checks }: DeclaredPart, assignment: string): BoundCheck[] {
  const texts = readTexts(assignment, "en");
  return checks.map(({ name, options, body }) => {
    const { points, kind, visibility = "public" } = options;
    const id = `${part}.${name}`;
    const title = texts.checks[id]?.title;
    if (title === undefined) throw new Error(`the texts of ${assignment} have no title for ${id}`);
    return { declared: { id, part, title, points, kind, visibility }, body };
  });
}
