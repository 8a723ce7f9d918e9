import { sentence } from "../../locale/sentence.js";
import { InfrastructureError } from "../infrastructure-error.js";
import { startHost } from "../start-host.js";
import { remedyFor } from "./guidance.js";
import { lookInside } from "./inside.js";
import { type Sandbox, SANDBOX_KINDS, type SandboxKind, SANDBOXES } from "./sandbox.js";

/** What a person may ask for: a kind, or the strongest that works here. */
export type SandboxRequest = "auto" | SandboxKind;

/** A sandbox that was tried and works, with the stronger ones that do not. */
export interface ChosenSandbox extends Sandbox {
  readonly passedOver: readonly { readonly kind: SandboxKind; readonly reason: string }[];
}

/**
 * A sandbox that works here: a host was started in it, and from inside a bubblewrap every wall was tried.
 *
 * @throws InfrastructureError when the kind asked for does not work; its message says why and what to do.
 */
export async function chooseSandbox(request: SandboxRequest): Promise<ChosenSandbox> {
  const passedOver: { kind: SandboxKind; reason: string }[] = [];
  for (const kind of request === "auto" ? SANDBOX_KINDS : [request]) {
    try {
      await tryOut(SANDBOXES[kind]);
      return { ...SANDBOXES[kind], passedOver };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      if (request === "auto" && kind !== "none") passedOver.push({ kind, reason });
      else {
        const remedy = sentence(remedyFor(reason));
        const message = `the sandbox "${kind}" does not work here: ${reason}\n${remedy}`;
        throw new InfrastructureError("SANDBOX_UNAVAILABLE", message, { cause });
      }
    }
  }
  throw new InfrastructureError("SANDBOX_UNAVAILABLE", "no sandbox works here");
}

async function tryOut(sandbox: Sandbox): Promise<void> {
  const host = await startHost({ sandbox });
  try {
    if (sandbox.kind !== "bubblewrap") return;
    const open = [...(await lookInside(host))].filter(([, found]) => found !== "");
    if (open.length > 0) {
      const list = open.map(([wall, found]) => `${wall} (${found})`).join(", ");
      throw new InfrastructureError("SANDBOX_UNAVAILABLE", `the walls do not hold: ${list}`);
    }
  } finally {
    await host.stop();
  }
}
