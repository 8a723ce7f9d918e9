import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option } from "commander";
import { type Protocol, PROTOCOLS, readInstant } from "../../collect/index.js";
import type { SandboxRequest } from "../../host/index.js";
import type { Language } from "../../locale/language.js";
import type { ReportKind } from "../options.js";
import { sayBatch } from "./say.js";

/** What `gradecheck batch` was asked for. */
export interface BatchOptions {
  assignment: string;
  out: string;
  jobs: number;
  /** Milliseconds since 1970. */
  deadline?: number;
  ref?: string;
  seed: number;
  hiddenSeed?: number;
  sandbox: SandboxRequest;
  fresh?: true;
  only?: string[];
  json?: true;
  report: ReportKind[];
  adjustments?: string;
  protocols?: Protocol[];
  similarity?: true;
  lang: Language;
}

const MOST_JOBS = 64;

function jobs(text: string): number {
  const count = Number(text);
  if (!/^[1-9]\d*$/.test(text) || count > MOST_JOBS) {
    throw new InvalidArgumentError(sayBatch("jobs", { most: MOST_JOBS }));
  }
  return count;
}

function deadline(text: string): number {
  const instant = readInstant(text);
  if (instant === undefined) throw new InvalidArgumentError(sayBatch("deadline"));
  return instant;
}

function listed(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function protocols(text: string): Protocol[] {
  return listed(text).map((name) => {
    const protocol = PROTOCOLS.find((known) => known === name);
    if (protocol === undefined) {
      throw new InvalidArgumentError(sayBatch("protocols", { all: PROTOCOLS.join(", ") }));
    }
    return protocol;
  });
}

/** `--jobs N` */
export function jobsOption(): Option {
  return new Option("--jobs <N>", sayBatch("option-jobs")).argParser(jobs).default(availableParallelism());
}

/** `--deadline ISO` */
export function deadlineOption(): Option {
  return new Option("--deadline <ISO>", sayBatch("option-deadline")).argParser(deadline);
}

/** `--only ID,...` */
export function onlyStudentsOption(): Option {
  return new Option("--only <IDs>", sayBatch("option-only")).argParser(listed);
}

/** `--protocols https,ssh,file` */
export function protocolsOption(): Option {
  return new Option("--protocols <names>", sayBatch("option-protocols")).argParser(protocols);
}
