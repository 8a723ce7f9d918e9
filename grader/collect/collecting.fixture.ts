import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { LANGUAGES } from "../locale/language.js";
import { sentence } from "../locale/sentence.js";
import { collect } from "./collect.js";
import type { CollectOptions } from "./collect-options.js";
import type { Collected } from "./collected.js";
import type { TestCommit } from "./repository.fixture.js";
import type { Extension } from "./roster/extension.js";
import type { RosterEntry } from "./roster/roster.js";

/** A student whose repository is at this address. */
export function student(url: string, extension: Extension | null = null): RosterEntry {
  const place = { kind: "repository", url, relativeTo: "/" } as const;
  return { id: "kim", name: "김민지", email: "", section: "", extension, source: url, place };
}

/** A commit of a small submission in March; the rest of the date is given. */
export function commitAt(at: string, text: string = at): TestCommit {
  return { at: `2026-03-${at}`, files: { "src/index.ts": text, "한글/메모 1.md": "안녕\n" } };
}

/** Collects a repository of this machine, with everything of ours within a folder. */
export async function collecting(
  folder: string,
  url: string,
  more: Partial<CollectOptions> & { readonly extension?: Extension } = {},
): Promise<Collected> {
  const { extension = null, ...options } = more;
  const collected = await collect(student(url, extension), {
    cache: join(folder, "cache"),
    into: join(folder, "into"),
    limits: { folderBytes: 100_000, folderFiles: 50 },
    protocols: ["file"],
    nowMs: Date.UTC(2026, 3, 1),
    ...options,
    bounds: { pausesMs: [], ...options.bounds },
  });
  for (const finding of collected.findings) {
    for (const language of LANGUAGES) expect(sentence(finding, language)).not.toContain("{{");
  }
  return collected;
}

/** What came of it, as short words: the keys of findings, or for each candidate its commit and what is wrong with it. */
export function summaryOf(collected: Collected): unknown {
  const findings = collected.findings.map(({ code }) => code.replace("collect.", ""));
  if (collected.state === "not-collected") return findings;
  const candidates = collected.candidates.map(({ handIn, problems }) => ({
    commit: handIn.commit,
    ...(handIn.lateMinutes > 0 && { late: [handIn.lateMinutes, handIn.latePercent] }),
    ...(problems.length > 0 && {
      problems: problems.map(({ finding, file }) =>
        `${finding.code.replace("prepare.", "")} ${file ?? ""}`.trim(),
      ),
    }),
  }));
  return findings.length > 0 ? [...candidates, ...findings] : candidates;
}

/** The files in a folder with their text. */
export function filesIn(folder: string | null | undefined): Record<string, string> {
  if (typeof folder !== "string") throw new Error("no folder was written");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}
