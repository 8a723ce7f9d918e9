/** Modules that mean harm, each in its own way; the checks of the soak construct a network and call `forward`. */
const inForward = (body, head = "") => `${head}
export class TwoLayerNN {
  constructor() { this.params = {}; }
  forward(X) { ${body} }
}`;

export const HOSTILE = {
  "endless-loop": inForward("for (;;);"),
  "exit-in-call": inForward("process.exit(0);"),
  "exit-at-import": "process.exit(0);",
  "memory-bomb": inForward("const kept = []; for (;;) kept.push(new Float64Array(1e6).fill(1));"),
  "heap-bomb": inForward("const kept = []; for (;;) kept.push({ kept: [kept.length] });"),
  "output-flood": inForward(
    'const fs = process.binding("fs"); for (;;) fs.writeString(1, "x".repeat(65536), null, "utf8");',
  ),
  "forged-bytes": inForward(
    'const fs = process.binding("fs"); fs.writeBuffer(3, Buffer.alloc(4096, 7), 0, 4096, null); return { y: X };',
  ),
  "patched-builtins": inForward(
    "return { y: X };",
    'JSON.stringify = () => "passed"; Math.abs = () => 0; Array.prototype.map = () => [];',
  ),
  "endless-recursion": inForward("return this.forward(X);"),
  "stops-itself": inForward('process.kill(process.pid, "SIGSTOP");'),
  "kills-itself": inForward('process.kill(process.pid, "SIGKILL"); for (;;);'),
  "deep-source": `export const f = ${"[".repeat(50_000)};`,
  "forbidden-import": 'import "node:child_process"; export class TwoLayerNN {}',
};
