import { hearJudged, OUTCOME_VARIABLE } from "./outcome-pipe.js";
import type { RecordedOutcome } from "./recorded.js";

type Outcome = RecordedOutcome | null;

/** What comes of checks that a standing judge judges for this process. */
class Elsewhere {
  readonly #settle = new Map<string, (outcome: Outcome) => void>();
  readonly #outcomes = new Map<string, Promise<Outcome>>();
  /** Fulfilled when it is known which checks those are. */
  readonly #told: Promise<void>;

  constructor() {
    this.#told = new Promise((resolve) => {
      const end = (): void => {
        for (const settle of this.#settle.values()) settle(null);
        resolve();
      };
      void hearJudged((judged) => {
        if ("checks" in judged) {
          for (const id of judged.checks) this.#expect(id);
          resolve();
        } else this.#settle.get(judged.check)?.(judged.recorded);
      }).then(end, end);
    });
  }

  async outcome(id: string): Promise<Outcome> {
    await this.#told;
    return (await this.#outcomes.get(id)) ?? null;
  }

  #expect(id: string): void {
    const outcome = new Promise<Outcome>((resolve) => this.#settle.set(id, resolve));
    this.#outcomes.set(id, outcome);
  }
}

let elsewhere: Elsewhere | null = null;

/** Whether a standing judge judges for this process. */
export function isJudgedElsewhere(): boolean {
  return process.env[OUTCOME_VARIABLE] !== undefined;
}

/** What a standing judge says of a check, as soon as it does; null where it says nothing. */
export async function judgedElsewhere(id: string): Promise<RecordedOutcome | null> {
  if (!isJudgedElsewhere()) return null;
  elsewhere ??= new Elsewhere();
  return elsewhere.outcome(id);
}
