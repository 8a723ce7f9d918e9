import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readerOf } from "../../assignment/edge.js";
import { packageRoot } from "../../package/root.js";
import { ATTACK_SCHEMA } from "./attack-schema.fixture.js";

/** What is planted for attacks to find: a text that nothing and nobody may show. */
export const CANARIES = ["golden", "grader", "sibling", "environment"] as const;

/** One of {@link CANARIES}. */
export type Canary = (typeof CANARIES)[number];

/** How an attack ended: what became of the call, the check or the submission. */
export interface Ending {
  readonly outcome: string;
  /** The code of the sentence that a student reads; null where there is none. */
  readonly finding: string | null;
  /** What the attack came back with. */
  readonly text: string;
}

/** What an ending must be; what is left out may be anything. */
export interface ExpectedEnding {
  readonly outcome: string;
  readonly finding?: string;
  readonly text?: string;
  /** Parts of the text. */
  readonly includes?: readonly string[];
  /** The canaries that the text shows. */
  readonly reveals?: readonly Canary[];
}

/** An attack: what it tries, how it ends, and that it would succeed without its defence. */
export interface Attack {
  /** `<row of the catalogue>-<name>`, its folder. */
  readonly name: string;
  readonly folder: string;
  readonly tries: string;
  readonly rows: readonly number[];
  /** What is done with it: its `attack()` is called, its `f(X)` is judged by a check, or its folder is prepared. */
  readonly stage: "called" | "judged" | "prepared";
  /** What its budget is short of. */
  readonly short?: "cpu" | "wall";
  /** Whether it comes twice, and what counts is the second time. */
  readonly twice?: true;
  /** Links to make in its folder, and to which canary they lead. */
  readonly links?: Readonly<Record<string, Canary>>;
  readonly ends: ExpectedEnding;
  readonly without: ExpectedEnding & { readonly defence: string };
  /** Within how many seconds, on a busy machine. */
  readonly seconds: number;
}

const FOLDER = join(packageRoot(), "grader", "host", "attacks");
const read = readerOf<Omit<Attack, "name" | "folder">>(ATTACK_SCHEMA);

/** All attacks, in the order of their names. */
export function allAttacks(): Attack[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(FOLDER, name), ...read(join(FOLDER, name, "attack.json")) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The code of an attack with its placeholders, such as `@golden@`, filled in. */
export function codeOf({ folder }: Attack, places: Readonly<Record<string, string>>): string {
  return filledIn(readFileSync(join(folder, "attack.mjs"), "utf8"), places);
}

/** A text with its placeholders filled in. */
export function filledIn(text: string, places: Readonly<Record<string, string>>): string {
  return text.replaceAll(/@([a-z]+)@/g, (whole, name: string) => places[name] ?? whole);
}
