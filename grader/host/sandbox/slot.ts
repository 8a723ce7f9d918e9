import { createServer, type Server } from "node:net";
import { InfrastructureError } from "../infrastructure-error.js";

/** Between the users of systemd-homed (to 60513) and its dynamic ones (from 61184), nobody's. */
const FIRST_USER = 61_000;
const SLOTS = 184;

/** A user id that no other sandbox has now: the kernel counts processes per user. */
export interface Slot {
  readonly uid: number;
  readonly release: () => void;
}

/**
 * Takes a free slot. A slot is held by listening at an abstract socket address, which is atomic, and which the
 * kernel gives back however the process ends.
 *
 * @throws InfrastructureError when all are taken.
 */
export async function takeSlot(): Promise<Slot> {
  for (let n = 0; n < SLOTS; n++) {
    const server = await listen(`\0gradecheck-slot-${n}`);
    if (server !== undefined) return { uid: FIRST_USER + n, release: () => server.close() };
  }
  throw new InfrastructureError("SANDBOX_UNAVAILABLE", `all ${SLOTS} slots for sandboxes are taken`);
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once("error", () => resolve(undefined));
    server.listen(address, () => resolve(server));
  });
}
