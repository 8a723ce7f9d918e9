import type { Finding } from "../../result/result.js";
import type { Extension } from "./extension.js";

/** Where a student's work is to be had. */
export type Place =
  | {
      readonly kind: "repository";
      /** The address as the roster has it; not yet looked at. */
      readonly url: string;
      /** The folder that a relative path starts from. */
      readonly relativeTo: string;
    }
  | { readonly kind: "folder"; readonly path: string };

/** One student of a class. */
export interface RosterEntry {
  /** Fit to be the name of a folder, and no two of a roster differ in case only. */
  readonly id: string;
  readonly name: string;
  /** Empty where none is known. */
  readonly email: string;
  /** Empty where there are none. */
  readonly section: string;
  /** More time than the others have; null for most. */
  readonly extension: Extension | null;
  /** The repository or folder as the roster names it. */
  readonly source: string;
  readonly place: Place;
}

/** A class. */
export interface Roster {
  /** In the order of the file; of a folder, in the order in which people count. */
  readonly entries: readonly RosterEntry[];
  /** What was passed over, and why. */
  readonly notes: readonly Finding[];
}
