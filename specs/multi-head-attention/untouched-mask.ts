import type { Value } from "../../grader/host/wire/message.js";
import type { Mask } from "../../reference/models/scaled-dot-product-attention.js";
import { fail, type Answers, type Wanted } from "../kit/index.js";

function sameRow(value: Value | undefined, row: readonly boolean[]): boolean {
  if (value?.kind !== "list" || value.length !== row.length) return false;
  return row.every((open, key) => {
    const item = value.items[key];
    return item?.kind === "boolean" && item.boolean === open;
  });
}

/**
 * Nothing where a call left the mask `(Tq, Tk)` as it was.
 *
 * @throws CheckFailure that names the call and the first row that changed.
 */
export function expectMaskUntouched(answers: Answers, after: Wanted, before: Mask, call: string): void {
  const now = answers.value(after);
  const rows = now.kind === "list" ? now.items : [];
  const changed = before.findIndex((row, query) => !sameRow(rows[query], row));
  if (changed >= 0 || rows.length !== before.length) {
    fail("multi-head-attention.mask-changed", { call, row: Math.max(changed, 0) });
  }
}
