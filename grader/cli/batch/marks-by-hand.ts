import { existsSync, readFileSync } from "node:fs";
import type { AssignmentTexts } from "../../assignment/texts.js";
import type { Manifest } from "../../assignment/manifest.js";
import type { BatchFolder } from "../../batch/batch-folder.js";
import { applyAdjustments } from "../../publish/adjustments/apply-adjustments.js";
import { flagStale } from "../../publish/adjustments/flag-stale.js";
import {
  fingerprintsText,
  type KeptFingerprint,
  readFingerprints,
} from "../../publish/adjustments/kept-fingerprints.js";
import { readAdjustments } from "../../publish/adjustments/read-adjustments.js";
import type { Adjustment, GradebookEntry } from "../../result/index.js";
import { writeWhole } from "../../storage/write-whole.js";

/** What marks by hand may be about. */
export interface MarksRequest {
  readonly folder: BatchFolder;
  /** The file that was asked for; the batch's own, where there is one, if left out. */
  readonly file?: string;
  readonly ids: ReadonlySet<string>;
  readonly manifest: Manifest;
  readonly texts: AssignmentTexts;
}

/** The marks that a teacher gave by hand, and what of them is known from earlier runs. */
export class MarksByHand {
  readonly #folder: BatchFolder;
  readonly #adjustments: ReadonlyMap<string, readonly Adjustment[]>;
  readonly #earlier: readonly KeptFingerprint[];
  readonly #kept = new Map<string, readonly KeptFingerprint[]>();

  /** @throws UsageError with all problems of the file of marks. */
  constructor({ folder, file, ids, manifest, texts }: MarksRequest) {
    const path = file ?? (existsSync(folder.adjustments) ? folder.adjustments : undefined);
    const targets = new Set([...manifest.parts.map((part) => part.id), ...Object.keys(texts.checks)]);
    this.#folder = folder;
    this.#adjustments =
      path === undefined ? new Map() : readAdjustments(readFileSync(path), { ids, targets }, path);
    this.#earlier = earlierFingerprints(folder.adjusted);
  }

  /** A student's entry with the marks applied. */
  apply(entry: GradebookEntry): GradebookEntry {
    const { adjustments, fingerprints } = flagStale(
      this.#adjustments.get(entry.id) ?? [],
      this.#earlier,
      entry,
    );
    this.#kept.set(entry.id, fingerprints);
    return applyAdjustments(entry, adjustments);
  }

  /** Writes down what each mark was made about; those of students whose turn did not come stay as they were. */
  keep(): void {
    const others = this.#earlier.filter(({ id }) => !this.#kept.has(id));
    const all = [...others, ...[...this.#kept.values()].flat()];
    if (all.length > 0 || this.#earlier.length > 0) writeWhole(this.#folder.adjusted, fingerprintsText(all));
  }
}

function earlierFingerprints(path: string): readonly KeptFingerprint[] {
  if (!existsSync(path)) return [];
  try {
    const read = readFingerprints(JSON.parse(readFileSync(path, "utf8")));
    return read.ok ? read.fingerprints : [];
  } catch {
    return [];
  }
}
