import { readFileSync } from "node:fs";
import { hostFile } from "./host-file.js";
import type { Program } from "./program.js";
import { stagedContent } from "./staging.js";

const INSIDE = "/host.cjs";

/**
 * The host runtime. In a sandbox it lies under a path that tells nothing about the machine.
 *
 * @throws InfrastructureError when it was not built.
 */
export function hostProgram(sandboxed: boolean, nodeOptions: readonly string[] = []): Program {
  const file = hostFile();
  const bindings = sandboxed ? [{ from: stagedContent(readFileSync(file), ".cjs"), to: INSIDE }] : [];
  return { nodeOptions, file, fileInside: INSIDE, bindings, environment: {} };
}
