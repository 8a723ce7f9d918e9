import { mkdir, realpath } from "node:fs/promises";
import type { CollectOptions } from "./collect-options.js";
import type { Collected } from "./collected.js";
import { retry } from "./git/retry.js";
import { USUAL_BOUNDS } from "./git/bounds.js";
import { Attempt } from "./attempt.js";
import { cannotWrite } from "./git/cannot-write.js";
import { Clone, cloneFolder } from "./git/clone.js";
import { Guard } from "./git/guard.js";
import { remoteHead } from "./git/remote-head.js";
import { RepositoryFault } from "./git/repository-fault.js";
import { readRepositoryUrl } from "./git/repository-url.js";
import type { Place, RosterEntry } from "./roster/roster.js";

/**
 * Gets the commits of a student's repository that count.
 *
 * @throws RepositoryFault when it cannot be had, InfrastructureError when the machine is at fault, and the reason of
 *   `options.abort` when that ends it.
 */
export async function collectRepository(
  entry: RosterEntry,
  place: Extract<Place, { kind: "repository" }>,
  options: CollectOptions,
): Promise<Collected> {
  const source = readRepositoryUrl(place.url, place.relativeTo, options.protocols);
  const cache = await ourFolder(options.cache);
  const folder = cloneFolder(cache, entry.id, source);
  const bounds = { ...USUAL_BOUNDS, ...options.bounds };
  const guard = new Guard(folder, bounds, options.abort);
  const { signal } = guard;
  const { cpuSeconds, diskBytes: fileBytes } = bounds;
  const git = { folder: cache, signal, cpuSeconds, fileBytes, ...options.git };
  try {
    const attempt = async (): Promise<Collected> => {
      const head = await remoteHead(source, options.ref, git);
      const clone = new Clone(folder, source, git, guard);
      const isKnown = clone.isThere;
      try {
        return await new Attempt(entry, source, head, clone, options).run();
      } catch (fault) {
        if (!isKnown || !isBroken(fault)) throw fault;
        // What we kept may be what is broken, and not the repository.
        await clone.forget();
        return await new Attempt(entry, source, head, clone, options).run();
      }
    };
    return await retry(attempt, bounds.pausesMs, signal);
  } finally {
    guard.close();
  }
}

function isBroken(fault: unknown): boolean {
  if (!(fault instanceof RepositoryFault)) return false;
  return ["collect.broken", "collect.git-failed"].includes(fault.finding.code);
}

async function ourFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    return await realpath(path);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}
