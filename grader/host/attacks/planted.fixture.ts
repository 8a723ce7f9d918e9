import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageRoot } from "../../package/root.js";
import { findProgram } from "../sandbox/find-program.js";
import { CANARIES, type Canary } from "./attack.fixture.js";

const ATTACKS = join(packageRoot(), "grader", "host", "attacks");

/** The secrets, and where attacks are told to look for them: nobody knows more than the attacker here. */
export class Planted {
  readonly folder: string;
  readonly secrets: Readonly<Record<Canary, string>>;
  /** What the placeholders in the code of an attack stand for. */
  readonly places: Readonly<Record<string, string>>;
  readonly #decoy: ChildProcess;
  readonly #servers: readonly Server[];

  private constructor(
    folder: string,
    secrets: Readonly<Record<Canary, string>>,
    decoy: ChildProcess,
    servers: readonly Server[],
    port: number,
  ) {
    this.folder = folder;
    this.secrets = secrets;
    this.#decoy = decoy;
    this.#servers = servers;
    this.places = {
      golden: join(folder, "assignments", "golden.json"),
      grader: join(folder, "grader", "secret.ts"),
      sibling: join(folder, "submissions", "sibling", "index.ts"),
      report: join(folder, "report", "result.json"),
      socket: join(folder, "grader", "socket"),
      decoy: `${decoy.pid ?? 0}`,
      port: `${port}`,
      native: nativeLibrary(folder, "native"),
      threads: nativeLibrary(folder, "threads"),
    };
  }

  /** Plants everything: files, a process with a secret in its environment, servers that tell a secret to whoever asks. */
  static async plant(): Promise<Planted> {
    const folder = mkdtempSync(join(tmpdir(), "gradecheck-attacks-"));
    chmodSync(folder, 0o755);
    const secret = (name: Canary): string => `canary-${name}-${randomBytes(12).toString("hex")}`;
    const secrets = {
      golden: secret("golden"),
      grader: secret("grader"),
      sibling: secret("sibling"),
      environment: secret("environment"),
    };
    const files = {
      "assignments/golden.json": secrets.golden,
      "grader/secret.ts": secrets.grader,
      "submissions/sibling/index.ts": secrets.sibling,
      "report/result.json": "the report",
    };
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content, { mode: 0o666 });
    }
    const decoy = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e9)"], {
      env: { SECRET: secrets.environment },
      stdio: "ignore",
    });
    const teller = (): Server =>
      createServer((socket) =>
        socket.on("error", () => undefined).end(secrets.grader, () => socket.destroy()),
      );
    const [network, local] = [teller(), teller()];
    await listening(network, { port: 0, host: "127.0.0.1" });
    await listening(local, { path: join(folder, "grader", "socket") });
    chmodSync(join(folder, "grader", "socket"), 0o777);
    return new Planted(folder, secrets, decoy, [network, local], (network.address() as AddressInfo).port);
  }

  /** The report's file, which only the grader may write. */
  report(): string {
    return readFileSync(this.places["report"] ?? "", "utf8");
  }

  /** The canaries that a text shows. */
  shownIn(text: string): Canary[] {
    return CANARIES.filter((name) => text.includes(this.secrets[name]));
  }

  /** Takes everything away. */
  remove(): void {
    this.#decoy.kill("SIGKILL");
    for (const server of this.#servers) server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Whether native code can be compiled here. */
export function hasCompiler(): boolean {
  return findProgram("cc") !== undefined;
}

function listening(server: Server, where: { port?: number; host?: string; path?: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.unref().once("error", reject).listen(where, resolve);
  });
}

/** A native part of an attack in base64, which a submission could carry with it; empty without a compiler. */
function nativeLibrary(folder: string, name: string): string {
  if (!hasCompiler()) return "";
  const [source, library] = [join(ATTACKS, `${name}.c`), join(folder, `${name}.so`)];
  const options = ["-shared", "-fPIC", "-O1", "-nostartfiles", "-s", "-o", library, source];
  const { status, stderr } = spawnSync("cc", options, { encoding: "utf8" });
  if (status !== 0) throw new Error(`cc: ${stderr}`);
  return readFileSync(library).toString("base64");
}
