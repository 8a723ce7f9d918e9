/** What a submission of an assignment may be. */
export interface PreparePolicy {
  /** The entry where `package.json` names none, such as `src/index.ts`. */
  readonly entry: string;
  /** Modules of Node that may be imported, such as `node:assert`; with or without `node:`. */
  readonly allowedImports: readonly string[];
  /** The most bytes of all its files together. */
  readonly folderBytes: number;
  /** The most files. */
  readonly folderFiles: number;
}
