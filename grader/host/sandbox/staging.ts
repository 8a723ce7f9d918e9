import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { InfrastructureError } from "../infrastructure-error.js";
import { isReachable } from "./reachable.js";

const OTHERS_MAY_WRITE = 0o022;

let folder: string | undefined;

/**
 * A file with this content that a sandbox's unprivileged user can reach, under a path that tells nothing about us.
 * Kept between runs under its content's hash; made so that no other user of the machine can have a hand in it.
 *
 * @throws InfrastructureError when no temporary folder is fit for it.
 */
export function stagedContent(content: Buffer, extension: string): string {
  const path = join(stagingFolder(), `${sha256(content)}${extension}`);
  if (isOurs(path) && readFileSync(path).equals(content)) return path;
  return put(path, (temporary) => writeFileSync(temporary, content, { flag: "wx" }));
}

/**
 * The same for a large file or a folder of them, told from others by paths, sizes and times rather than by content.
 */
export function stagedCopy(source: string): string {
  const path =
    copies.get(source) ??
    join(stagingFolder(), `${sha256(Buffer.from(`${source}\n${inventory(source)}`))}-${basename(source)}`);
  copies.set(source, path);
  if (isOurs(path)) return path;
  return put(path, (temporary) => cpSync(source, temporary, { recursive: true, dereference: true }));
}

/** Where the copies of this process's sources are: a package does not change while it is used. */
const copies = new Map<string, string>();

/** One line per file: where, how large, how old. */
function inventory(path: string): string {
  const stats = statSync(path);
  if (!stats.isDirectory()) return `${path} ${stats.size} ${stats.mtimeMs}`;
  return readdirSync(path)
    .toSorted()
    .map((name) => inventory(join(path, name)))
    .join("\n");
}

/** Whoever is first wins; the others replace it by the same, or leave it. */
function put(path: string, write: (temporary: string) => void): string {
  const temporary = `${path}.${randomBytes(8).toString("hex")}`;
  write(temporary);
  chmodSync(temporary, 0o555);
  try {
    renameSync(temporary, path);
  } catch (cause) {
    // A folder cannot replace one that another grader has just put there.
    rmSync(temporary, { recursive: true, force: true });
    if (!isOurs(path)) throw cause;
  }
  return path;
}

/**
 * The folder of everything that is staged; made where it is not there.
 *
 * @throws InfrastructureError when no temporary folder is fit for it.
 */
export function stagingFolder(): string {
  if (folder !== undefined) return folder;
  const name = `gradecheck-${process.getuid?.() ?? 0}`;
  for (const parent of new Set([tmpdir(), "/tmp", "/var/tmp"])) {
    const candidate = join(parent, name);
    try {
      mkdirSync(candidate, { mode: 0o755 });
      chmodSync(candidate, 0o755);
    } catch {
      // It is there already, perhaps as a trap, or cannot be.
    }
    if (isOurs(candidate) && lstatSync(candidate).isDirectory() && isReachable(candidate)) {
      folder = candidate;
      return candidate;
    }
  }
  throw new InfrastructureError(
    "SANDBOX_UNAVAILABLE",
    `no folder for the sandbox's files: ${join(tmpdir(), name)} must be ours alone and readable by all`,
  );
}

/** Whether it is there, no link, and nobody but us can change it. */
function isOurs(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isSymbolicLink()) return false;
  return stats.uid === process.getuid?.() && (stats.mode & OTHERS_MAY_WRITE) === 0;
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
