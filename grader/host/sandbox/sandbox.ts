import type { SandboxLevel } from "../../result/outcome.js";

/** The means of locking a host in, strongest first. */
export const SANDBOX_KINDS = ["bubblewrap", "permission", "none"] as const;

/** One of {@link SANDBOX_KINDS}. */
export type SandboxKind = (typeof SANDBOX_KINDS)[number];

/** What hosts are locked in. */
export interface Sandbox {
  readonly kind: SandboxKind;
  readonly level: SandboxLevel;
}

/** What each kind is worth: a wall, an accident guard, nothing. */
export const SANDBOXES: Readonly<Record<SandboxKind, Sandbox>> = {
  bubblewrap: { kind: "bubblewrap", level: "sandboxed" },
  permission: { kind: "permission", level: "limited" },
  none: { kind: "none", level: "unsandboxed" },
};
