import { mkdtempSync, rmSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sentence } from "../../locale/sentence.js";
import { sandboxesHere } from "../host.fixture.js";
import { controllersHere } from "../sandbox/control-group.js";
import { SANDBOXES } from "../sandbox/sandbox.js";
import { allAttacks, type Attack, codeOf, type Ending, type ExpectedEnding } from "./attack.fixture.js";
import { calledIn, MARK } from "./defences.fixture.js";
import { judged, judgedNaively } from "./judged.fixture.js";
import { Neighbour } from "./neighbour.fixture.js";
import { hasCompiler, Planted } from "./planted.fixture.js";
import { prepared } from "./prepared.fixture.js";
import { markedProcesses, type Traces, tracesIn } from "./traces.fixture.js";

const hasBubblewrap = sandboxesHere().includes(SANDBOXES.bubblewrap);

let temporary: string;
let planted: Planted;
let alone: Buffer;
/** What is there while nobody is at work but the host that waits for the next check. */
let quiet: Traces;

beforeAll(async () => {
  if (!hasBubblewrap) return;
  temporary = mkdtempSync(join(tmpdir(), "gradecheck-test-"));
  chmodSync(temporary, 0o755);
  vi.stubEnv("TMPDIR", temporary);
  planted = await Planted.plant();
  vi.stubEnv("GRADECHECK_CANARY", planted.secrets.environment);
  alone = await Neighbour.alone();
  // The first submission needs one host only; from the second on, one waits for the next check.
  for (let n = 0; n < 2; n++) await judged("export const f = (X) => X;");
  quiet = await settled();
}, 300_000);

afterAll(() => {
  planted?.remove();
  vi.unstubAllEnvs();
  if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
});

/** What is there once nothing changes any more. */
async function settled(): Promise<Traces> {
  let before = tracesIn(temporary);
  for (let round = 0; ; round++) {
    await sleep(500);
    const now = tracesIn(temporary);
    // The host that waits has a group of its own; where none waits, what is there is all there will be.
    const waiting = now.groups === controllersHere().length;
    if (isDeepStrictEqual(now, before) && (waiting || round > 10)) return now;
    before = now;
  }
}

/** How an attack ends in the room as it is. */
async function inTheRoom(attack: Attack): Promise<Ending & { shown: string }> {
  switch (attack.stage) {
    case "called": {
      const ending = await calledIn(attack, codeOf(attack, planted.places), planted);
      return { ...ending, shown: `${ending.text}${told(ending)}` };
    }
    case "judged": {
      const { ending, recorded } = await judged(codeOf(attack, planted.places));
      return { ...ending, shown: JSON.stringify(recorded) };
    }
    case "prepared": {
      const ending = await prepared(attack, planted);
      return { ...ending, shown: ending.text };
    }
  }
}

function withoutDefence(attack: Attack): Promise<Ending> {
  const { defence } = attack.without;
  switch (attack.stage) {
    case "called":
      return calledIn(attack, codeOf(attack, planted.places), planted, defence);
    case "judged":
      return judgedNaively(join(attack.folder, "attack.mjs"), defence);
    case "prepared":
      return prepared(attack, planted, defence);
  }
}

/** What a student reads of a fault. */
function told({ finding }: Ending): string {
  return finding === null ? "" : sentence({ code: finding, values: {} });
}

function expectEnding(ending: Ending, expected: ExpectedEnding): void {
  const { outcome, finding, text, includes = [], reveals = [] } = expected;
  expect({ ...ending }).toMatchObject({
    outcome,
    ...(finding === undefined ? {} : { finding }),
    ...(text === undefined ? {} : { text }),
  });
  for (const part of includes) expect(ending.text).toContain(part);
  expect(planted.shownIn(ending.text)).toEqual(reveals);
}

async function expectNothingLeft(): Promise<void> {
  await expect.poll(() => markedProcesses(MARK), { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => tracesIn(temporary), { timeout: 10_000 }).toEqual(quiet);
}

/** The processes that outlive their host; a large one takes a while to die. */
async function stillThere(): Promise<number[]> {
  for (let rounds = 0; rounds < 20 && markedProcesses(MARK).length > 0; rounds++) await sleep(100);
  return markedProcesses(MARK);
}

const attacks = allAttacks().filter(({ name }) => hasCompiler() || !name.includes("native"));
if (!hasCompiler()) console.warn("SKIPPED: attacks in native code. Install a C compiler (cc) to run them.");

describe.skipIf(!hasBubblewrap).each(attacks.map((attack) => [attack.name, attack] as const))(
  "%s",
  (_, attack) => {
    test(`${attack.tries} It does no harm`, { timeout: attack.seconds * 1000 }, async () => {
      const neighbour = await Neighbour.moveIn();
      const ending = await inTheRoom(attack);
      expect(await neighbour.answer()).toEqual(alone);
      await neighbour.moveOut();
      const { shown, ...bare } = ending;
      expectEnding(bare, attack.ends);
      expect(planted.shownIn(shown)).toEqual([]);
      expect(shown).not.toContain(planted.folder);
      expect(planted.report()).toBe("the report");
      expect(Object.keys(Object.prototype)).toEqual([]);
      await expectNothingLeft();
    });

    test(`without: ${attack.without.defence}, it succeeds`, async () => {
      const ending = await withoutDefence(attack);
      const left = await stillThere();
      for (const pid of left) process.kill(pid, "SIGKILL");
      const { defence: _defence, ...expected } = attack.without;
      expect(ending.finding ?? null).toBe(expected.finding ?? null);
      expectEnding(left.length > 0 ? { ...ending, outcome: "outlived" } : ending, expected);
    });
  },
);
