import { createHash } from "node:crypto";
import { mkdirSync, realpathSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Holds a folder for this process, so that no second batch works in it at the same time. It is held by listening at a
 * socket that is named after the folder: the kernel gives it back however the process ends.
 *
 * @returns what gives it back, or null where another process of this machine holds it.
 * @throws Error of the file system when the folder cannot be made.
 */
export async function holdFolder(folder: string): Promise<(() => void) | null> {
  mkdirSync(folder, { recursive: true });
  const name = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 32);
  const server = await listen(addressOf(`gradecheck-batch-${name}`));
  return server === null ? null : () => server.close();
}

/** Linux has addresses without files, which never outlive their process; Windows has pipes. */
function addressOf(name: string): string {
  if (process.platform === "linux") return `\0${name}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}
