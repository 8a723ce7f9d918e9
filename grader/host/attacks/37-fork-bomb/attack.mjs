import { spawnSync } from "node:child_process";

export function attack() {
  const started = Array.from({ length: 12 }, () => spawnSync(process.execPath, ["--version"]));
  return `${started.filter(({ error, status }) => error === undefined && status === 0).length} of 12`;
}
