import { InfrastructureError } from "../../host/infrastructure-error.js";

/** A file or folder of ours that cannot be written; the machine's fault, or that of who chose the place. */
export function cannotWrite(path: string, cause: unknown): InfrastructureError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new InfrastructureError("COLLECT_FAILED", `cannot write ${path}: ${text}`, { cause });
}
