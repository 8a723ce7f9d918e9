import { expect, test } from "vitest";
import { addFinding } from "./added-finding.js";
import { CheckFailure, fail } from "./failure.js";

const WHERE = { code: "kit.where", values: { N: 1 } };

function thrownBy(body: () => void): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return null;
}

test("a failure keeps what it says, and says where as well", () => {
  const worst = { what: "y", axes: [], expected: 1, got: 2, miss: 1, allowed: 0 };
  const thrown = thrownBy(() =>
    addFinding(WHERE, () => {
      throw new CheckFailure({ outcome: "threw", findings: [{ code: "kit.what", values: {} }], worst });
    }),
  );
  expect(thrown).toBeInstanceOf(CheckFailure);
  expect(thrown).toMatchObject({ outcome: "threw", worst, findings: [{ code: "kit.what" }, WHERE] });
});

test("what holds says nothing, and a fault of ours stays one", () => {
  expect(thrownBy(() => addFinding(WHERE, () => undefined))).toBeNull();
  const ours = new TypeError("ours");
  expect(
    thrownBy(() =>
      addFinding(WHERE, () => {
        throw ours;
      }),
    ),
  ).toBe(ours);
  expect(thrownBy(() => addFinding(WHERE, () => fail("kit.what")))).not.toBe(ours);
});
