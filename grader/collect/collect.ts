import { stat } from "node:fs/promises";
import type { HandIn } from "../result/gradebook.js";
import type { CollectOptions } from "./collect-options.js";
import { collectRepository } from "./collect-repository.js";
import type { Collected } from "./collected.js";
import { RepositoryFault } from "./git/repository-fault.js";
import type { RosterEntry } from "./roster/roster.js";

const NO_TIME: HandIn = {
  ref: null,
  commit: null,
  at: null,
  reliedOn: "none",
  lateMinutes: 0,
  latePercent: 0,
};

/**
 * Gets a student's work: of a repository the commits that count, as folders of plain files, and of a folder just that.
 * Whatever is wrong with one repository comes back as findings.
 *
 * @throws InfrastructureError when the machine is at fault: no git, a full disk, a folder that cannot be written; and
 *   the reason of `options.abort` when that ends it.
 */
export async function collect(entry: RosterEntry, options: CollectOptions): Promise<Collected> {
  options.abort?.throwIfAborted();
  const { place } = entry;
  try {
    if (place.kind === "repository") return await collectRepository(entry, place, options);
    const stats = await stat(place.path).catch(() => undefined);
    if (stats?.isDirectory() !== true) throw new RepositoryFault("no-folder", { folder: entry.source });
    const candidate = { handIn: NO_TIME, folder: place.path, problems: [] };
    return { state: "collected", candidates: [candidate], findings: [] };
  } catch (fault) {
    if (fault instanceof RepositoryFault) return { state: "not-collected", findings: [fault.finding] };
    throw fault;
  }
}
