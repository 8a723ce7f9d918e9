import { describe, expect, test } from "vitest";
import { RepositoryFault } from "./repository-fault.js";
import { type Protocol, readRepositoryUrl, type RepositoryUrl, USUAL_PROTOCOLS } from "./repository-url.js";

const ALL: readonly Protocol[] = ["https", "ssh", "file"];

/** The address, or the key of what is wrong with it. */
function urlOrFault(text: string, allowed: readonly Protocol[] = USUAL_PROTOCOLS): string {
  const read = outcomeOf(text, allowed);
  return read instanceof RepositoryFault ? read.finding.code.replace("collect.", "") : read.url;
}

function outcomeOf(text: string, allowed: readonly Protocol[]): RepositoryUrl | RepositoryFault {
  try {
    return readRepositoryUrl(text, "/class", allowed);
  } catch (fault) {
    if (fault instanceof RepositoryFault) return fault;
    throw fault;
  }
}

test.each([
  ["https://example.org/a/b.git", "https", "https://example.org/a/b.git"],
  ["HTTPS://Example.org:8443/한글 a", "https", "https://example.org:8443/%ED%95%9C%EA%B8%80%20a"],
  ["ssh://git@example.org:2222/~kim/a", "ssh", "ssh://git@example.org:2222/~kim/a"],
  ["git@example.org:kim/a.git", "ssh", "git@example.org:kim/a.git"],
  ["example.org:kim/a.git", "ssh", "example.org:kim/a.git"],
  ["file:///srv/git/a.git", "file", "file:///srv/git/a.git"],
  ["/srv/git/한글 %.git", "file", "file:///srv/git/%ED%95%9C%EA%B8%80%20%25.git"],
  ["../repos/a", "file", "file:///repos/a"],
  ["repos/a:b", "file", "file:///class/repos/a:b"],
])("%s is reached by %s", (text, protocol, url) => {
  expect(readRepositoryUrl(text, "/class", ALL)).toMatchObject({ protocol, url });
});

test("where a repository lies is told only of this machine's", () => {
  expect(readRepositoryUrl("a%20b", "/class", ALL).path).toBe("/class/a%20b");
  expect(readRepositoryUrl("file:///a%20b", "/class", ALL).path).toBe("/a b");
  expect(readRepositoryUrl("https://example.org/a", "/class").path).toBeNull();
});

describe("what is not allowed", () => {
  test("by default are the files of this machine", () => {
    expect(["file:///a", "/a", "a", "../a"].map((text) => urlOrFault(text))).toEqual(
      Array(4).fill("protocol"),
    );
    expect(urlOrFault("https://example.org/a", ["ssh"])).toBe("protocol");
    expect(urlOrFault("git@example.org:a", ["https", "file"])).toBe("protocol");
  });

  test.each(["http://example.org/a", "git://example.org/a", "ftp://example.org/a", "javascript://x/y"])(
    "is %s",
    (text) => expect(urlOrFault(text, ALL)).toBe("protocol"),
  );
});

describe("what is no address", () => {
  test.each([
    "--upload-pack=touch /tmp/marker",
    "-u",
    "-oProxyCommand=x",
    "ext::sh -c touch% /tmp/marker",
    "fd::17",
    "::x",
    "transport::https://example.org/a",
    "https://example.org/a\nb",
    "https://example.org/\u0000a",
    "git@example.org:a\u202Eb",
    "https://",
    "https://example.org",
    "https:///a",
    "ssh://-oProxyCommand=x/a",
    "ssh://-x@example.org/a",
    "ssh://a b@example.org/a",
    "https://exa mple.org/a",
    "file://example.org/a",
    "file:///a%00b",
    "file:///a%0Ab",
  ])("is %j", (text) => expect(urlOrFault(text, ALL)).toBe("bad-url"));

  test.each(["https://kim:token@example.org/a", "https://token@example.org/a", "ssh://git:pw@example.org/a"])(
    "is %s, which holds a secret that is not repeated",
    (text) => {
      const fault = outcomeOf(text, ALL);
      expect(fault).toMatchObject({ finding: { code: "collect.secret-url" } });
      expect(JSON.stringify(fault)).not.toMatch(/token|pw/);
    },
  );

  test("stays a path where it only looks like a helper or an option in the middle", () => {
    expect(urlOrFault("a/b::c", ALL)).toBe("file:///class/a/b::c");
    expect(urlOrFault("./-u", ALL)).toBe("file:///class/-u");
    expect(urlOrFault("-oProxy@example.org:a", ALL)).toBe("bad-url");
  });
});
