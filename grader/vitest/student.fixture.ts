import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { descendants } from "../host/cpu-clock.js";
import {
  corpusFolder,
  gradecheck,
  plainEnvironment,
  run,
  scratchFolder,
  type Ended,
} from "../package/command.fixture.js";
import { packageRoot } from "../package/root.js";

const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];

/** The tarball that `npm pack` makes of this package, in a folder. */
export async function packed(place: string): Promise<string> {
  const pack = ["pack", packageRoot(), "--ignore-scripts", "--pack-destination", place, ...QUIET];
  const { stderr } = await run("npm", pack, { cwd: place });
  const tarball = readdirSync(place).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error(`npm pack: ${stderr}`);
  return join(place, tarball);
}

/** A student's repository with the packed gradecheck installed in it. */
export class StudentRepository {
  readonly folder: string = join(scratchFolder(), "my-network");
  readonly assignment: string;

  constructor(assignment: string = "two-layer-nn") {
    this.assignment = assignment;
  }

  /** Makes the repository with `gradecheck starter`. */
  async start(...options: string[]): Promise<void> {
    const { status, stderr } = await gradecheck(["starter", this.assignment, this.folder, ...options]);
    if (status !== 0) throw new Error(stderr);
  }

  /**
   * Makes the repository, and installs what `npm pack` makes of this package.
   *
   * @throws Error with what npm says when it cannot: the registry must be reachable, or its packages in npm's cache.
   */
  async install(): Promise<void> {
    await this.start();
    const place = join(this.folder, "..");
    const tarball = await packed(place);
    const installed = await run("npm", ["install", "--prefer-offline", ...QUIET, tarball], {
      cwd: this.folder,
    });
    if (installed.status !== 0) throw new Error(`npm install: ${installed.stderr}`);
  }

  /** Takes over what another repository has installed: all assignments need the same. */
  borrow(other: StudentRepository): void {
    symlinkSync(join(other.folder, "node_modules"), join(this.folder, "node_modules"));
  }

  /** Takes gradecheck from here, as built, without installing anything. */
  link(): void {
    const modules = join(this.folder, "node_modules");
    mkdirSync(modules);
    symlinkSync(packageRoot(), join(modules, "gradecheck"));
    for (const name of ["vitest", "@vitest", ".bin"]) {
      symlinkSync(join(packageRoot(), "node_modules", name), join(modules, name));
    }
  }

  /** Puts the sources of a correct submission in place of the student's. */
  solve(id: string): void {
    this.replace(corpusFolder("correct", id, this.assignment));
  }

  /** Puts the sources of a submission, if it has any, in place of the student's. */
  replace(submission: string): void {
    rmSync(join(this.folder, "src"), { recursive: true, force: true });
    const sources = join(submission, "src");
    if (existsSync(sources)) cpSync(sources, join(this.folder, "src"), { recursive: true });
  }

  /** The file with the submission's classes. */
  get entry(): string {
    return join(this.folder, "src", "index.ts");
  }

  /**
   * Writes a line right after the head of a method.
   *
   * @throws Error where there is no such method.
   */
  insert(method: string, line: string): void {
    const text = readFileSync(this.entry, "utf8");
    const changed = text.replace(new RegExp(`^ {2}${method}\\([^\\n]*\\{$`, "m"), `$&\n    ${line}`);
    if (changed === text) throw new Error(`no ${method} in ${this.entry}`);
    writeFileSync(this.entry, changed);
  }

  /** `npm test -- ...args` */
  test(...args: string[]): Promise<Ended> {
    return this.testWith({}, ...args);
  }

  /** `npm test -- ...args` with more in the environment. */
  testWith(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> {
    return run("npm", ["test", "--", ...args], { cwd: this.folder, env });
  }

  /** Starts `vitest --watch ...args`. */
  watch(...args: string[]): Watching {
    return new Watching(this.folder, args, {});
  }

  /** Starts `vitest --watch` with more in the environment. */
  watchWith(env: Readonly<Record<string, string>>): Watching {
    return new Watching(this.folder, [], env);
  }

  /** Takes everything away. */
  remove(): void {
    rmSync(join(this.folder, ".."), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The processes below another whose command has all of these words. */
export function processesBelow(pid: number, ...words: readonly string[]): number[] {
  return descendants(pid).filter((one) => {
    try {
      const command = readFileSync(`/proc/${one}/cmdline`, "utf8");
      return words.every((word) => command.includes(word));
    } catch {
      // It has ended since it was listed.
      return false;
    }
  });
}

// Less than a test's time, so that what was printed meanwhile can be told.
const PATIENCE_MS = 200_000;

/** vitest in watch mode. */
export class Watching {
  readonly #child;
  #output = "";
  #onOutput: () => void = () => undefined;

  constructor(folder: string, args: readonly string[], env: Readonly<Record<string, string>>) {
    const vitest = join(folder, "node_modules", "vitest", "vitest.mjs");
    this.#child = spawn(process.execPath, [vitest, "--watch", ...args], {
      cwd: folder,
      env: { ...plainEnvironment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
        this.#onOutput();
      });
    }
  }

  /** The process of vitest itself. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The output up to and with the text, which is then forgotten. */
  until(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const late = (): void => reject(new Error(`"${text}" never came:\n${this.#output}`));
      const timer = setTimeout(late, PATIENCE_MS);
      const look = (): void => {
        const at = this.#output.indexOf(text);
        if (at < 0) return;
        clearTimeout(timer);
        this.#child.off("exit", late);
        resolve(this.#output.slice(0, at + text.length));
        this.#output = this.#output.slice(at + text.length);
        this.#onOutput = () => undefined;
      };
      this.#child.once("exit", late);
      this.#onOutput = look;
      look();
    });
  }

  /** Ends it. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.kill(signal);
    await ended;
  }
}
