const PAGES_PER_MIB = 16;

export function attack() {
  try {
    const memory = new WebAssembly.Memory({ initial: 900 * PAGES_PER_MIB });
    const bytes = new Uint8Array(memory.buffer);
    for (let i = 0; i < bytes.length; i += 4096) bytes[i] = 1;
    return `took ${bytes.length / 1024 / 1024} MiB`;
  } catch {
    return "refused";
  }
}
