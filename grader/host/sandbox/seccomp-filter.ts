import { type Architecture, DENIED_CALLS } from "./seccomp-calls.js";

/** `AUDIT_ARCH_*` of linux/audit.h, and the numbers of the calls that threads need. */
const ARCHITECTURES = {
  x64: { audit: 0xc000003e, clone: 56, clone3: 435 },
  arm64: { audit: 0xc00000b7, clone: 220, clone3: 435 },
} as const;

/** Offsets in `struct seccomp_data`. */
const CALL_NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

/** Operations of classic BPF: load a word; jump if equal, at least, or any bit set; return. */
const LOAD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_AT_LEAST = 0x35;
const JUMP_ANY_BIT = 0x45;
const RETURN = 0x06;

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const ERROR = 0x00050000;
const EPERM = 1;
const ENOSYS = 38;
/** The second set of numbers that x86_64 kernels take, for the same calls. */
const X32_CALLS = 0x40000000;
const CLONE_THREAD = 0x00010000;
/** `CLONE_NEWNS`, `-CGROUP`, `-UTS`, `-IPC`, `-USER`, `-PID` and `-NET` together. */
const CLONE_NAMESPACES = 0x7e020000;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

/** Whether there is a filter for this machine's processor. */
export function hasSeccompFilter(architecture: string): architecture is Architecture {
  return Object.hasOwn(ARCHITECTURES, architecture);
}

/**
 * A seccomp program (`struct sock_filter[]`, linux/filter.h) that allows everything but {@link DENIED_CALLS}, which
 * fail with EPERM, and new processes: `clone` only for threads that stay in their namespaces; `clone3`, whose flags a
 * filter cannot see, fails with ENOSYS, on which the C library falls back to `clone`.
 */
export function seccompFilter(architecture: Architecture): Buffer {
  const { audit, clone, clone3 } = ARCHITECTURES[architecture];
  const program: Instruction[] = [
    [LOAD, 0, 0, ARCHITECTURE],
    [JUMP_EQUAL, 1, 0, audit],
    [RETURN, 0, 0, KILL_PROCESS],
    [LOAD, 0, 0, CALL_NUMBER],
  ];
  if (architecture === "x64") program.push(...failing(JUMP_AT_LEAST, X32_CALLS, EPERM));
  for (const numbers of Object.values(DENIED_CALLS)) {
    const number = numbers[architecture === "x64" ? 0 : 1];
    if (number !== null) program.push(...failing(JUMP_EQUAL, number, EPERM));
  }
  program.push(
    ...failing(JUMP_EQUAL, clone3, ENOSYS),
    [JUMP_EQUAL, 0, 4, clone],
    [LOAD, 0, 0, FIRST_ARGUMENT],
    [JUMP_ANY_BIT, 1, 0, CLONE_NAMESPACES],
    [JUMP_ANY_BIT, 1, 0, CLONE_THREAD],
    [RETURN, 0, 0, ERROR | EPERM],
    [RETURN, 0, 0, ALLOW],
  );
  return assembled(program);
}

/** Fails with an error number where the loaded word meets the comparison. */
function failing(comparison: number, operand: number, errorNumber: number): Instruction[] {
  return [
    [comparison, 0, 1, operand],
    [RETURN, 0, 0, ERROR | errorNumber],
  ];
}

function assembled(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, operand], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(operand, index * 8 + 4);
  });
  return bytes;
}
