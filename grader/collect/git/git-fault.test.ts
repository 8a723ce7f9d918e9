import { describe, expect, test } from "vitest";
import { InfrastructureError } from "../../host/infrastructure-error.js";
import { LANGUAGES } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import { faultOf } from "./git-fault.js";

const end = (stderr: string, status: number | null = 128, killedBy: NodeJS.Signals | null = null) =>
  ({ status, killedBy, stdout: Buffer.alloc(0), stderr, hasFlooded: false }) as const;

const AROUND = { fileBytes: 1024 * 1024, isDiskFull: () => false };

describe("what git says", () => {
  test.each([
    ["fatal: unable to access 'https://x/': Could not resolve host: x", "unreachable"],
    [
      "ssh: connect to host x port 22: Connection timed out\nfatal: Could not read from remote repository.",
      "unreachable",
    ],
    [
      "error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: early EOF\nfatal: index-pack failed",
      "unreachable",
    ],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 503", "unreachable"],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 429", "unreachable"],
    ["fatal: the remote end hung up unexpectedly", "unreachable"],
    [
      "fatal: unable to access 'https://x/': server certificate verification failed. CAfile: none",
      "untrusted",
    ],
    ["fatal: could not read Username for 'https://x': terminal prompts disabled", "no-access"],
    ["git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.", "no-access"],
    ["Host key verification failed.\nfatal: Could not read from remote repository.", "no-access"],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 403", "no-access"],
    ["remote: Repository not found.\nfatal: repository 'https://x/' not found", "no-repository"],
    ["ERROR: Repository not found.\nfatal: Could not read from remote repository.", "no-repository"],
    ["fatal: '/x' does not appear to be a git repository", "no-repository"],
    ["fatal: detected dubious ownership in repository at '/x'", "other-owner"],
    [
      "error: object 1: hasDotgit: contains '.git'\nfatal: fsck error in packed object\nfatal: index-pack failed",
      "broken",
    ],
    ["remote: fatal: unable to read 12\nfatal: early EOF\nfatal: index-pack failed", "broken"],
    ["error: index-pack died of signal 25\nfatal: index-pack failed", "too-large"],
    ["error: index-pack died of signal 24\nfatal: index-pack failed", "too-much-work"],
    ["fatal: Out of memory, malloc failed (tried to allocate 9 bytes)", "too-much-work"],
    ["fatal: fetch-pack: invalid index-pack output", "too-much-work"],
    ["fatal: fsck error in packed object\nfatal: fetch-pack: invalid index-pack output", "broken"],
    ["fatal: early EOF\nfatal: fetch-pack: invalid index-pack output", "unreachable"],
    ["fatal: transport 'ext' not allowed", "protocol-refused"],
    ["fatal: remote error: upload-pack: not our ref 12", "commit-gone"],
    ["fatal: something nobody has seen", "git-failed"],
    ["", "git-failed"],
  ])("%j is %s", (stderr, key) => {
    const fault = faultOf(end(stderr), AROUND);
    expect(fault.finding.code).toBe(`collect.${key}`);
    expect(fault.isTransient).toBe(key === "unreachable");
    for (const language of LANGUAGES) expect(sentence(fault.finding, language)).not.toContain("{{");
  });

  test("is told in one line, and no stranger's text can do anything in a terminal", () => {
    const { finding } = faultOf(
      end(`remote: hello\nfatal: \u001B[31mred\u0007 ${"x".repeat(500)}\nfatal: more`),
      AROUND,
    );
    expect(finding.values["text"]).toMatch(/^�\[31mred� x+…$/);
  });
});

test("limits of ours that ended it", () => {
  expect(faultOf(end("", null, "SIGXFSZ"), AROUND).finding.code).toBe("collect.too-large");
  expect(faultOf(end("", null, "SIGXCPU"), AROUND).finding.code).toBe("collect.too-much-work");
  expect(faultOf(end("", null, "SIGKILL"), AROUND).finding.code).toBe("collect.too-much-work");
});

test("a full disk and a git too old are ours to mend, but a far side cannot fill our disk by saying so", () => {
  const full = end("error: file write error: No space left on device");
  expect(() => faultOf(full, { ...AROUND, isDiskFull: () => true })).toThrow(InfrastructureError);
  expect(faultOf(full, AROUND).finding.code).toBe("collect.git-failed");
  expect(() => faultOf(end("error: unknown option `filter'", 129), AROUND)).toThrow(InfrastructureError);
});
