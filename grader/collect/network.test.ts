import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../package/command.fixture.js";
import { collecting, filesIn, summaryOf } from "./collecting.fixture.js";
import type { CollectBounds } from "./git/bounds.js";
import { type Answer, gitServer, hasOpenssl } from "./git-server.fixture.js";
import { TestRepository } from "./repository.fixture.js";

const PROTOCOLS = ["https", "ssh"] as const;
const DEADLINE = { deadlineMs: Date.UTC(2026, 2, 2, 12) };

/** What is running with this word in its command line. */
function running(word: string): string[] {
  const lines = execFileSync("ps", ["-eo", "args"]).toString().split("\n");
  return lines.filter((line) => line.includes(word));
}

/** A server that does what it is told with every connection, and counts them. */
async function listening(onConnection: (server: Server) => void): Promise<number> {
  const server = createServer();
  onConnection(server);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return (server.address() as AddressInfo).port;
}

describe.runIf(hasOpenssl)("by https", () => {
  const bounds: Partial<CollectBounds> = { pausesMs: [0, 0] };

  async function served(answer?: Answer): Promise<{ folder: string; url: string; commits: string[] }> {
    const folder = temporaryFolder();
    const repository = new TestRepository(folder);
    repository.onServer("config", "uploadpack.allowFilter", "true");
    const commits = repository.handIn([
      { at: "2026-03-01T10:00:00Z", files: { "data.bin": randomBytes(300_000) } },
      { at: "2026-03-02T10:00:00Z", files: { "src/index.ts": "two", "한글.md": "" } },
      { at: "2026-03-03T10:00:00Z", files: { "src/index.ts": "three" } },
    ]);
    return { folder, url: `${await gitServer(folder, answer)}/server.git`, commits };
  }

  test("the commit that counts is had, and of the rest no file", async () => {
    const { folder, url, commits } = await served();
    const collected = await collecting(folder, url, { protocols: PROTOCOLS, ...DEADLINE });
    expect(summaryOf(collected)).toEqual([{ commit: commits[1] }]);
    expect(collected.state === "collected" && filesIn(collected.candidates[0].folder)).toEqual({
      "src/index.ts": "two",
      "한글.md": "",
    });
    const packs = readdirSync(join(folder, "cache"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".pack"))
      .map((path) => statSync(join(folder, "cache", path)).size);
    expect(packs).toHaveLength(2);
    expect(Math.max(...packs)).toBeLessThan(10_000);
  });

  test("a server that knows only the old ways gives all there is", async () => {
    const { folder, url, commits } = await served();
    const git = { settings: ["protocol.version=0"] };
    const collected = await collecting(folder, url, { protocols: PROTOCOLS, ...DEADLINE, git });
    expect(summaryOf(collected)).toEqual([{ commit: commits[1] }]);
  });

  test("what is out of order for a moment is asked again, and not endlessly", async () => {
    let asked = 0;
    const answer =
      (failures: number): Answer =>
      (_, response) => {
        asked += 1;
        if (asked > failures) return false;
        response.writeHead(503).end();
        return true;
      };
    const { folder, url } = await served(answer(2));
    const collected = await collecting(folder, url, { protocols: PROTOCOLS, bounds });
    expect([collected.state, asked > 3]).toEqual(["collected", true]);

    const never = await served(answer(Infinity));
    asked = 0;
    const options = { protocols: PROTOCOLS, bounds };
    expect(summaryOf(await collecting(never.folder, never.url, options))).toEqual(["unreachable"]);
    expect(asked).toBe(3);
  });

  test.each<[string, number, Record<string, string>, string]>([
    ["needs a password", 401, { "www-authenticate": 'Basic realm="x"' }, "no-access"],
    ["is forbidden", 403, {}, "no-access"],
    ["is not there", 404, {}, "no-repository"],
    [
      "leads to http",
      302,
      { location: "http://localhost:1/x/info/refs?service=git-upload-pack" },
      "protocol-refused",
    ],
    ["leads to a file", 302, { location: "file:///etc/passwd" }, "protocol-refused"],
  ])("a repository that %s is asked for once", async (_, status, headers, finding) => {
    let asked = 0;
    const { folder, url } = await served((__, response) => {
      asked += 1;
      response.writeHead(status, headers).end();
      return true;
    });
    expect(summaryOf(await collecting(folder, url, { protocols: PROTOCOLS, bounds }))).toEqual([finding]);
    expect(asked).toBe(1);
  });

  test("what trickles in without end ends with the time, and so do git's helpers", async () => {
    const { folder, url } = await served((request, response) => {
      if (request.url?.includes("info/refs") !== true) return false;
      response.writeHead(200, { "content-type": "application/x-git-upload-pack-advertisement" });
      response.write("001e# service=git-upload-pack\n0000");
      const timer = setInterval(() => response.write("0009hello"), 50);
      response.on("close", () => clearInterval(timer));
      return true;
    });
    const collected = await collecting(folder, url, { protocols: PROTOCOLS, bounds: { wallMs: 2500 } });
    expect(summaryOf(collected)).toEqual(["timeout"]);
    expect(running(url)).toEqual([]);
  });

  test("what floods us is cut", async () => {
    const { folder, url } = await served((request, response) => {
      if (request.url?.includes("info/refs") !== true) return false;
      const line = (text: string): string => `${(text.length + 4).toString(16).padStart(4, "0")}${text}`;
      response.writeHead(200, { "content-type": "application/x-git-upload-pack-advertisement" });
      response.write(`001e# service=git-upload-pack\n0000`);
      for (let index = 0; index < 20_000; index++) {
        const capabilities = index === 0 ? "\0agent=x" : "";
        response.write(line(`${"1".repeat(40)} refs/heads/${index}${"x".repeat(50)}${capabilities}\n`));
      }
      response.end("0000");
      return true;
    });
    expect(summaryOf(await collecting(folder, url, { protocols: PROTOCOLS }))).toEqual(["output"]);
  });

  test("a caller who wants the end has it at once", async () => {
    const controller = new AbortController();
    const { folder, url } = await served(() => {
      setTimeout(() => controller.abort(new Error("Ctrl-C")), 50);
      // Nobody answers.
      return true;
    });
    const options = { protocols: PROTOCOLS, abort: controller.signal };
    await expect(collecting(folder, url, options)).rejects.toThrow("Ctrl-C");
    await pause(100);
    expect(running(url)).toEqual([]);
    await expect(collecting(folder, url, options)).rejects.toThrow("Ctrl-C");
  });

  test("a certificate that nobody signed is not trusted", async () => {
    const { folder, url } = await served();
    // From now on, git trusts another one.
    await served();
    expect(summaryOf(await collecting(folder, url, { protocols: PROTOCOLS }))).toEqual(["untrusted"]);
  });
});

describe("what cannot be reached", () => {
  test("is tried as often as there are pauses, and once more", async () => {
    let asked = 0;
    const port = await listening((server) =>
      server.on("connection", (socket) => {
        asked += 1;
        socket.destroy();
      }),
    );
    const options = { protocols: PROTOCOLS, bounds: { pausesMs: [0, 0, 0] } };
    const url = `https://localhost:${port}/x.git`;
    expect(summaryOf(await collecting(temporaryFolder(), url, options))).toEqual(["unreachable"]);
    expect(asked).toBe(4);
  });

  test.each(["https://localhost:1/x.git", "ssh://git@localhost:1/x.git"])("is told of %s", async (url) => {
    expect(summaryOf(await collecting(temporaryFolder(), url, { protocols: PROTOCOLS }))).toEqual([
      "unreachable",
    ]);
  });

  test("does not hold us by ssh either, however much it talks", async () => {
    const port = await listening((server) =>
      server.on("connection", (socket) => {
        const timer = setInterval(() => socket.write("welcome\r\n"), 50);
        socket.on("error", () => undefined);
        socket.on("close", () => clearInterval(timer));
      }),
    );
    const url = `ssh://git@localhost:${port}/x.git`;
    const options = { protocols: PROTOCOLS, bounds: { wallMs: 1500 } };
    expect(summaryOf(await collecting(temporaryFolder(), url, options))).toEqual(["timeout"]);
    expect(running(`-p ${port}`)).toEqual([]);
  });
});
