import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InfrastructureError } from "../host/infrastructure-error.js";
import { bubblewrapLaunch } from "../host/sandbox/bubblewrap-launch.js";
import type { Launch } from "../host/sandbox/launch.js";
import type { HostLimits } from "../host/sandbox/limits.js";
import { type Binding, librariesOf, libraryBinding } from "../host/sandbox/node-files.js";
import { plainLaunch } from "../host/sandbox/plain-launch.js";
import type { Sandbox } from "../host/sandbox/sandbox.js";
import { stagedContent } from "../host/sandbox/staging.js";
import { packageRoot } from "../package/root.js";

const MIB = 1024 * 1024;

/** More than a host's, for rolldown's own sake. */
const LIMITS: HostLimits = {
  dataBytes: 1024 * MIB,
  heapBytes: 512 * MIB,
  temporaryBytes: MIB,
  processes: 64,
  files: 128,
  cpuSeconds: 60,
};

/** One thread each: a submission is small, and every thread's stack counts against the memory. */
const ENVIRONMENT = {
  RAYON_NUM_THREADS: "1",
  TOKIO_WORKER_THREADS: "1",
  ROLLDOWN_WORKER_THREADS: "1",
  ROLLDOWN_MAX_BLOCKING_THREADS: "1",
};

/**
 * How to start a program of ours that works on hostile code with rolldown. Node's permission model would add nothing:
 * it does not bind rolldown's native code.
 *
 * @param place the folder of its `main.ts`, such as `grader/prepare/bundler`; of ours, the sandbox shows nothing else
 * @throws InfrastructureError when the sandbox or rolldown is missing.
 */
export async function rolldownLaunch(sandbox: Sandbox, place: string): Promise<Launch> {
  const folder = join(packageRoot(), "dist", place);
  const program = {
    nodeOptions: [],
    file: join(folder, "main.js"),
    fileInside: "/program/main.js",
    environment: ENVIRONMENT,
  };
  if (sandbox.kind !== "bubblewrap") return plainLaunch({ ...program, bindings: [] }, LIMITS);
  const scope = stagedContent(Buffer.from('{"type":"module"}'), ".json");
  const own = [
    { from: folder, to: "/program" },
    { from: scope, to: "/package.json" },
  ];
  return bubblewrapLaunch(
    { ...program, bindings: [...own, ...packageBindings("rolldown", import.meta.url)] },
    LIMITS,
  );
}

/** A package with everything that it needs, flat under `/node_modules`, and the libraries of its native parts. */
function packageBindings(name: string, from: string, seen: Set<string> = new Set()): Binding[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const require = createRequire(from);
  let manifestPath: string;
  try {
    manifestPath = require.resolve(`${name}/package.json`);
  } catch (cause) {
    // Of the native parts for all processors, only this machine's is installed.
    if (seen.size > 1) return [];
    throw new InfrastructureError("PREPARE_FAILED", `${name} is not installed`, { cause });
  }
  const manifest = require(manifestPath) as Readonly<
    Record<string, Readonly<Record<string, string>> | undefined>
  >;
  const needed = Object.keys({ ...manifest["dependencies"], ...manifest["optionalDependencies"] });
  const below = needed.flatMap((dependency) => packageBindings(dependency, manifestPath, seen));
  const folder = dirname(manifestPath);
  const native = readdirSync(folder).filter((file) => file.endsWith(".node"));
  const libraries = native.flatMap((file) => librariesOf(join(folder, file)));
  const own = libraries.map(libraryBinding);
  return [{ from: folder, to: `/node_modules/${name}` }, ...own, ...below];
}
