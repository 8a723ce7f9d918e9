import { createRequire } from "node:module";
import { packageVersion } from "../package/root.js";
import { type ContentStore, hashOf } from "../storage/content-store.js";
import { decodeReply } from "./bundle-reply.js";
import type { BundleReply, BundleRequest } from "./bundler/message.js";

const { version: rolldown } = createRequire(import.meta.url)("rolldown/package.json") as { version: string };

/** Remembers what files were bundled to, by their content. */
export class BundleMemory {
  readonly #store: ContentStore;

  constructor(store: ContentStore) {
    this.#store = store;
  }

  /** What the same request came to before; undefined where it never came. */
  recall(request: BundleRequest): BundleReply | undefined {
    const text = this.#store.recall(keyOf(request));
    return text === undefined ? undefined : decodeReply(text);
  }

  /** @throws Error of the file system when it cannot be kept. */
  keep(request: BundleRequest, reply: BundleReply): void {
    this.#store.keep(keyOf(request), JSON.stringify(reply));
  }
}

function keyOf({ entry, files, allowedImports }: BundleRequest): string {
  return hashOf("bundle", packageVersion(), rolldown, entry, files, allowedImports);
}
