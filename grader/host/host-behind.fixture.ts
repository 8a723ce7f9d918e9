import { onTestFinished } from "vitest";
import { Connection } from "./connection.js";
import { Host } from "./host.js";
import type { Launch } from "./sandbox/launch.js";

/** A host that was started in some other way than users can ask for; stopped when the test ends. */
export async function hostBehind(launch: Launch): Promise<Host> {
  const connection = new Connection(launch, false);
  onTestFinished(() => connection.stop());
  await connection.ready;
  return new Host(connection);
}
