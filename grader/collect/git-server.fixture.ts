import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { onTestFinished, vi } from "vitest";

/** Answers a request itself, or lets git answer. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Whether this machine can make a certificate for a server. */
export const hasOpenssl: boolean = spawnSync("openssl", ["version"]).status === 0;

/**
 * A server on this machine that gives the repositories in a folder by https, as the great ones do: git's own answers,
 * behind ours. Git trusts its certificate until the test ends.
 *
 * @param answer true where it has answered itself
 * @returns the address of the folder
 */
export async function gitServer(folder: string, answer: Answer = () => false): Promise<string> {
  const server: Server = createServer(certificateIn(folder), (request, response) => {
    if (!answer(request, response)) answerByGit(folder, request, response);
  });
  const sockets = new Set<Duplex>();
  server.on("connection", (socket) => sockets.add(socket));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    vi.unstubAllEnvs();
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  vi.stubEnv("GIT_SSL_CAINFO", join(folder, "tls", "certificate.pem"));
  vi.stubEnv("HTTPS_PROXY", "");
  vi.stubEnv("https_proxy", "");
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

function certificateIn(folder: string): { key: Buffer; cert: Buffer } {
  const tls = join(folder, "tls");
  mkdirSync(tls, { recursive: true });
  const [key, cert] = [join(tls, "key.pem"), join(tls, "certificate.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const { status, stderr } = spawnSync("openssl", ["req", ...kind, ...name, "-keyout", key, "-out", cert]);
  if (status !== 0) throw new Error(`openssl: ${stderr.toString()}`);
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

/** `git http-backend` is a program of the old kind: the request in its environment, the answer with its head on stdout. */
function answerByGit(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "/", "https://localhost");
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      REMOTE_ADDR: "127.0.0.1",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf("\r\n\r\n");
    const head = new Map(
      answer
        .subarray(0, Math.max(end, 0))
        .toString("latin1")
        .split("\r\n")
        .map((line): [string, string] => {
          const colon = line.indexOf(":");
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }),
    );
    response.statusCode = Number.parseInt(head.get("status") ?? "200", 10);
    response.setHeader("content-type", head.get("content-type") ?? "text/plain");
    response.end(answer.subarray(end + 4));
  });
}
