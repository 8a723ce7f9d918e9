import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package/root.js";
import { AssignmentError, readerOf } from "./edge.js";
import { manifestSchema } from "./manifest.schema.js";
import type { Manifest } from "./manifest.js";
import { assignmentFolder } from "./texts.js";

const read = readerOf<Manifest>(manifestSchema);

/** The ids of the assignments that this installation has, in alphabetical order. */
export function assignmentIds(): string[] {
  return readdirSync(join(packageRoot(), "assignments"), { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && existsSync(join(assignmentFolder(entry.name), "assignment.json")),
    )
    .map((entry) => entry.name)
    .toSorted();
}

/**
 * The manifest of an assignment.
 *
 * @throws AssignmentError when there is no such assignment, or its manifest is broken.
 */
export function readAssignment(id: string): Manifest {
  if (!assignmentIds().includes(id)) {
    throw new AssignmentError(id, [`no such assignment; there are ${assignmentIds().join(", ")}`]);
  }
  const path = join(assignmentFolder(id), "assignment.json");
  const manifest = read(path);
  if (manifest.id !== id) throw new AssignmentError(path, [`/id should be ${id}, got ${manifest.id}`]);
  return manifest;
}
