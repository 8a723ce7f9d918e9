import { mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../package/command.fixture.js";
import { SourceWatch } from "./source-watch.js";

/** The system tells in its own time. */
const PATIENCE = { timeout: 10_000 };

function watching(): { folder: string; watch: SourceWatch; told: string[] } {
  const folder = realpathSync(temporaryFolder());
  const told: string[] = [];
  mkdirSync(join(folder, "src"));
  const watch = new SourceWatch(folder, (path) => told.push(path));
  onTestFinished(() => watch.close());
  return { folder, watch, told };
}

test("what is saved in any folder is told, and what is left out is not", async () => {
  const { folder, watch, told } = watching();
  for (const name of ["node_modules", ".git"]) mkdirSync(join(folder, name));
  expect(watch.refresh()).toBe(true);
  expect(watch.refresh()).toBe(false);
  for (const name of ["node_modules", ".git", "src"]) writeFileSync(join(folder, name, "a.ts"), "");
  await expect.poll(() => told, PATIENCE).toContain(join(folder, "src", "a.ts"));
  writeFileSync(join(folder, "b.ts"), "");
  await expect.poll(() => told, PATIENCE).toContain(join(folder, "b.ts"));
  expect(told.filter((path) => /node_modules|\.git/.test(path))).toEqual([]);
});

test("a folder that is new is told, and then what is saved in it", async () => {
  const { folder, watch, told } = watching();
  watch.refresh();
  const cells = join(folder, "src", "cells");
  mkdirSync(cells);
  await expect.poll(() => told, PATIENCE).toContain(cells);
  expect(watch.refresh()).toBe(true);
  writeFileSync(join(cells, "gru.ts"), "");
  await expect.poll(() => told, PATIENCE).toContain(join(cells, "gru.ts"));
});

test("a folder that is taken away and put back at once is heard of ever after", async () => {
  const { folder, watch, told } = watching();
  const src = join(folder, "src");
  const inner = join(src, "cells");
  mkdirSync(inner);
  watch.refresh();
  for (let round = 0; round < 25; round++) {
    told.length = 0;
    rmSync(src, { recursive: true });
    mkdirSync(inner, { recursive: true });
    await expect.poll(() => told.length, PATIENCE).toBeGreaterThan(0);
    expect(watch.refresh()).toBe(true);
    for (const place of [src, inner]) {
      const path = join(place, `${round}.ts`);
      writeFileSync(path, "");
      await expect.poll(() => told, PATIENCE).toContain(path);
    }
  }
});

test("a repository that is gone is no fault of the watch", () => {
  const { folder, watch } = watching();
  watch.refresh();
  rmSync(folder, { recursive: true });
  expect(watch.refresh()).toBe(false);
});
