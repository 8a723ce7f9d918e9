/** Something that takes a while to start, and was started before anybody needs it: one at a time. */
export class Spare<Thing> {
  #waiting: { readonly key: string; readonly thing: Promise<Thing> } | null = null;

  /** Starts the one that is taken next, where none of its kind waits yet. One that is never taken dies with this process. */
  ready(key: string, start: () => Promise<Thing>): void {
    if (this.#waiting?.key === key) return;
    const thing = start();
    // Whoever takes it hears of a failure; until then it must not end the process.
    thing.catch(() => undefined);
    this.#waiting = { key, thing };
  }

  /** The one that waits, where it is of that kind; nobody else gets it. */
  take(key: string): Promise<Thing> | null {
    if (this.#waiting?.key !== key) return null;
    const { thing } = this.#waiting;
    this.#waiting = null;
    return thing;
  }
}
