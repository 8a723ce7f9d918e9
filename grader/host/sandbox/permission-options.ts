import { join } from "node:path";
import { hostFile } from "./host-file.js";

/**
 * Node's permission model with a folder of its own and nothing else: no other files, no processes, no threads, no
 * add-ons. It guards against accidents; a submission that wants to get past it can.
 */
export function permissionOptions(folder: string): string[] {
  const flag = process.allowedNodeEnvironmentFlags.has("--permission")
    ? "--permission"
    : "--experimental-permission";
  const own = join(folder, "*");
  return [
    flag,
    "--no-warnings",
    "--no-addons",
    `--allow-fs-read=${hostFile()}`,
    `--allow-fs-read=${own}`,
    `--allow-fs-write=${own}`,
  ];
}
