import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../package/command.fixture.js";
import { USUAL_BOUNDS } from "./bounds.js";
import { Guard } from "./guard.js";
import { RepositoryFault } from "./repository-fault.js";
import { retry } from "./retry.js";

function guardOver(folder: string, bounds: object, abort?: AbortSignal): Guard {
  const guard = new Guard(folder, { ...USUAL_BOUNDS, lookMs: 5, ...bounds }, abort);
  onTestFinished(() => guard.close());
  return guard;
}

function ended(guard: Guard): Promise<unknown> {
  return new Promise((resolve) => {
    guard.signal.addEventListener("abort", () => resolve(guard.signal.reason));
  });
}

describe("a guard", () => {
  test("ends work that outgrows its folder, in folders of it too", async () => {
    const folder = temporaryFolder({ "a/b/pack": "x".repeat(900) });
    const guard = guardOver(folder, { diskBytes: 1000 });
    const reason = ended(guard);
    await pause(50);
    await guard.check();
    writeFileSync(join(folder, "a", "more"), "x".repeat(101));
    expect(await reason).toMatchObject({ finding: { code: "collect.too-large" } });
    await expect(guard.check()).rejects.toThrow(RepositoryFault);
  });

  test("ends work when its time is up, and never after it was closed", async () => {
    expect(await ended(guardOver("/nowhere", { wallMs: 20 }))).toMatchObject({
      finding: { code: "collect.timeout" },
    });
    const closed = guardOver("/nowhere", { wallMs: 20 });
    closed.close();
    await pause(60);
    expect(closed.signal.aborted).toBe(false);
  });

  test("passes on the caller's wish with its reason", async () => {
    const caller = new AbortController();
    const guard = guardOver("/nowhere", {}, caller.signal);
    const reason = ended(guard);
    caller.abort("enough");
    expect(await reason).toBe("enough");
    expect(guardOver("/nowhere", {}, caller.signal).signal.reason).toBe("enough");
  });
});

describe("trying again", () => {
  const never = new AbortController().signal;
  const passing = new RepositoryFault("unreachable", {}, true);

  /** Fails with these, one after the other, and succeeds then. */
  function work(...faults: unknown[]): () => Promise<string> {
    return async () => {
      if (faults.length === 0) return "done";
      throw faults.shift();
    };
  }

  test("helps against what passes, as often as there are pauses", async () => {
    expect(await retry(work(passing, passing), [0, 0], never)).toBe("done");
    await expect(retry(work(passing, passing), [0], never)).rejects.toBe(passing);
  });

  test("is not done for what stays", async () => {
    const lasting = new RepositoryFault("empty");
    await expect(retry(work(lasting), [0, 0], never)).rejects.toBe(lasting);
    const ours = new Error("ours");
    await expect(retry(work(ours), [0, 0], never)).rejects.toBe(ours);
  });

  test("ends in the middle of a pause", async () => {
    const caller = new AbortController();
    const trying = retry(work(passing), [60_000], caller.signal);
    caller.abort(new Error("enough"));
    await expect(trying).rejects.toThrow("enough");
  });
});
