import type { Finding } from "../../result/result.js";

/**
 * Why a repository could not be had. It is thrown inside this folder only: `collect` turns it into a finding, for it is
 * about one student and not about the run.
 */
export class RepositoryFault extends Error {
  override readonly name = "RepositoryFault";
  readonly finding: Finding;

  constructor(
    /** A key of the texts, without `collect.`. */
    key: string,
    values: Finding["values"] = {},
    /** Whether trying again may help. */
    readonly isTransient: boolean = false,
  ) {
    super(key);
    this.finding = { code: `collect.${key}`, values };
  }
}

const MIB = 1024 * 1024;

/** A repository that weighs more than this many bytes. */
export function tooLarge(allowedBytes: number): RepositoryFault {
  return new RepositoryFault("too-large", { allowed: Math.round((allowedBytes / MIB) * 100) / 100 });
}
