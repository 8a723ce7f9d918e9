import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { materialize, readCorpus } from "../../assignment/corpus.js";
import { TestRepository } from "../../collect/repository.fixture.js";
import { corpusFolder, scratchFolder } from "../../package/command.fixture.js";
import { bytesOf } from "../files.fixture.js";

/** When the class was to hand in. */
export const DEADLINE = "2026-03-01T14:59:00Z";
const IN_TIME = "2026-02-28T10:00:00Z";
const EARLIER = "2026-02-27T10:00:00Z";
const LATE = "2026-03-02T09:00:00Z";
const LATER = "2026-03-02T10:00:00Z";

type Files = Readonly<Record<string, string | Buffer>>;

/** One student of the class, and how the batch must end for them. */
export interface ClassMember {
  readonly id: string;
  readonly repository: string;
  readonly state: "graded" | "not-collected";
  /** The score of the checks; undefined where any will do. */
  readonly score?: number;
  /** The code of a finding or problem that the gradebook or the result must tell. */
  readonly tells?: string;
}

function correct(id: string): Files {
  return bytesOf(corpusFolder("correct", id));
}

function mutant(id: string): Files {
  const found = readCorpus("two-layer-nn").mutants.find((one) => one.id === id);
  if (found === undefined) throw new Error(`the corpus has no ${id}`);
  const folder = scratchFolder();
  materialize("two-layer-nn", found, folder);
  const files = bytesOf(folder);
  rmSync(folder, { recursive: true });
  return files;
}

/** The starter with a remark of its own, so that no two are the same work. */
function starter(remark: string): Files {
  const files = bytesOf(corpusFolder("partial", "starter"));
  return { ...files, "src/notes.ts": `export const note = ${JSON.stringify(remark)};\n` };
}

const GOOD = ["functional", "float32", "clipped", "default-export"];
const WRONG = ["forward-relu", "loss-no-minus", "evaluation-columns"];

/**
 * A class of 60 with all that happens in one: repositories of every kind on a server that is a folder of this machine.
 * It is the same class every time, commit for commit.
 */
export class TestClass {
  readonly members: ClassMember[] = [];
  /** The roster's file. */
  readonly roster: string;
  readonly #repositories = new Map<string, TestRepository>();
  readonly #folder: string;

  /** @param folder a new folder */
  constructor(folder: string, size = 60) {
    this.#folder = folder;
    this.#good();
    this.#timely();
    this.#odd();
    while (this.members.length < size) {
      const id = `s${String(this.members.length).padStart(2, "0")}`;
      this.#handIn(id, starter(id), { score: 0 });
    }
    this.roster = join(folder, "roster.csv");
    const rows = this.members.map(
      ({ id, repository }) => `${id},"${id}, 학생",${id}@example.org,${repository}`,
    );
    writeFileSync(this.roster, `\uFEFF${["id,name,email,repository", ...rows].join("\r\n")}\r\n`);
  }

  /** The repository of a student. */
  repository(id: string): TestRepository {
    const repository = this.#repositories.get(id);
    if (repository === undefined) throw new Error(`${id} has no repository`);
    return repository;
  }

  #make(id: string, options: ConstructorParameters<typeof TestRepository>[1] = {}): TestRepository {
    const name = createHash("sha256").update(id).digest("hex").slice(0, 12);
    const repository = new TestRepository(join(this.#folder, name), options);
    this.#repositories.set(id, repository);
    return repository;
  }

  #member(id: string, repository: string, fate: Omit<ClassMember, "id" | "repository">): void {
    this.members.push({ id, repository, ...fate });
  }

  #handIn(id: string, files: Files, fate: Partial<ClassMember>, branch = "main"): TestRepository {
    const repository = this.#make(id, { branch });
    repository.handIn([{ at: IN_TIME, files }]);
    this.#member(id, repository.url, { state: "graded", ...fate });
    return repository;
  }

  #good(): void {
    for (const id of GOOD) this.#handIn(id, correct(id), { score: 100 });
    for (const id of WRONG) this.#handIn(id, mutant(id), {});
    this.#handIn("김하늘", { ...correct("functional"), "src/메모.ts": "export {};\n" }, { score: 100 });
    this.#handIn("on-master", correct("functional"), { score: 100 }, "master");
  }

  #timely(): void {
    const late = this.#make("pushed-late", { pushLog: true });
    late.handIn([{ at: EARLIER, files: starter("pushed-late") }]);
    // Dated before the deadline, but the server knows better.
    late.commit([{ at: IN_TIME, files: correct("functional") }]);
    late.push(LATE);
    this.#member("pushed-late", late.url, { state: "graded", score: 0 });

    const after = this.#make("improved-late");
    after.handIn([
      { at: IN_TIME, files: starter("improved-late") },
      { at: LATER, files: correct("functional") },
    ]);
    this.#member("improved-late", after.url, { state: "graded", score: 0 });

    const never = this.#make("only-late");
    never.handIn([{ at: LATE, files: correct("functional") }]);
    this.#member("only-late", never.url, { state: "not-collected", tells: "collect.nothing-in-time" });

    const forced = this.#make("forced");
    forced.handIn([{ at: EARLIER, files: starter("forced") }]);
    forced.handIn([{ at: IN_TIME, files: correct("functional") }], null);
    this.#member("forced", forced.url, { state: "graded", score: 100 });
  }

  #odd(): void {
    this.#member("empty", this.#make("empty").url, { state: "not-collected", tells: "collect.empty" });
    const broken = this.#make("broken");
    rmSync(broken.server, { recursive: true });
    writeFileSync(broken.server, "no repository");
    this.#member("broken", broken.url, { state: "not-collected" });
    this.#member("gone", `${broken.url}-gone`, { state: "not-collected" });
    this.#member("injected", "--upload-pack=touch /tmp/owned", { state: "not-collected" });
    this.#member("helper", "ext::sh -c id", { state: "not-collected" });

    const huge = { ...correct("functional"), "src/data.ts": Buffer.alloc(6 * 1024 * 1024, "x") };
    this.#handIn("huge", huge, { score: 0, tells: "prepare.too-large" });
    const linked = this.#make("linked");
    const odd = { "src/secret.ts": { mode: "120000", to: "/etc/passwd" } } as const;
    linked.handIn([{ at: IN_TIME, files: correct("functional"), odd }]);
    this.#member("linked", linked.url, { state: "graded", score: 0, tells: "prepare.symlink" });
    const broke = bytesOf(corpusFolder("partial", "syntax-error"));
    this.#handIn("syntax", broke, { score: 0, tells: "prepare.syntax" });
    this.#handIn("leaver", bytesOf(corpusFolder("partial", "exit")), {});
  }
}
