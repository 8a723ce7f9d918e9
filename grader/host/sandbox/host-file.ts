import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../package/root.js";
import { InfrastructureError } from "../infrastructure-error.js";

/**
 * The bundled runtime.
 *
 * @throws InfrastructureError when it was not built.
 */
export function hostFile(): string {
  const file = join(packageRoot(), "dist", "host.cjs");
  if (!existsSync(file)) {
    throw new InfrastructureError("HOST_NOT_BUILT", `${file} is missing: run "npm run build"`);
  }
  return file;
}
