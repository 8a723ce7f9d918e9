import { test } from "vitest";
import { join } from "node:path";
import { readdirSync } from "node:fs";
import { temporaryFolder } from "../package/command.fixture.js";
import { TestRepository } from "./repository.fixture.js";
import { collect } from "./index.js";
test("smoke", async () => {
  const folder = temporaryFolder();
  const t0 = Date.now();
  const r = new TestRepository(join(folder, "r"), { pushLog: true, branch: "master" });
  r.handIn([
    { at: "2026-03-01T12:00:00Z", files: { "src/index.ts": "1", "한글.md": "x" } },
    { at: "2026-03-02T12:00:00Z", files: { "src/index.ts": "2" } },
  ]);
  r.handIn([{ at: "2026-03-03T12:00:00Z", files: { "src/index.ts": "3" } }]);
  console.log("made", Date.now() - t0);
  const entry = {
    id: "s1",
    name: "",
    email: "",
    section: "",
    extension: null,
    source: r.url,
    place: { kind: "repository", url: r.url, relativeTo: folder },
  } as const;
  const o = {
    cache: join(folder, "cache"),
    into: join(folder, "into"),
    limits: { folderBytes: 1e6, folderFiles: 20 },
    protocols: ["file"] as const,
  };
  for (const more of [
    {},
    {},
    {
      deadlineMs: Date.parse("2026-03-02T13:00:00Z"),
      late: { graceMinutes: 5, percentPerDay: 10, floorPercent: 50 },
    },
    { deadlineMs: Date.parse("2026-03-02T13:00:00Z") },
    { deadlineMs: 0 },
  ]) {
    const t = Date.now();
    console.log(JSON.stringify(await collect(entry, { ...o, ...more }), null, 1), Date.now() - t);
  }
  console.log(
    readdirSync(folder, { recursive: true })
      .filter((x) => !/server|own/.test(x as string))
      .join("\n"),
  );
});
