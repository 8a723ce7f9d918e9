import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../package/command.fixture.js";

/**
 * The folder with the program of a version of Node, which npm fetches once and keeps in the machine's temporary folder;
 * or what npm says where it cannot.
 */
export async function nodeFolder(version: string): Promise<{ folder: string } | { reason: string }> {
  const name = `node-${process.platform}-${process.arch}`;
  const cache = join(tmpdir(), `gradecheck-test-node-${version}`);
  const folder = join(cache, "node_modules", name, "bin");
  if (existsSync(join(folder, "node"))) return { folder };
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, "package.json"), '{ "private": true }\n');
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0", "--loglevel=error"];
  const { status, stderr } = await run("npm", ["install", ...quiet, `${name}@${version}`], { cwd: cache });
  return status === 0 ? { folder } : { reason: stderr.trim() || `npm ended with ${status}` };
}
