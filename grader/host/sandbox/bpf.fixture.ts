/** A system call as a filter sees it: `struct seccomp_data`. */
export interface SystemCall {
  readonly number: number;
  /** `AUDIT_ARCH_*` of linux/audit.h. */
  readonly architecture: number;
  /** The first argument's lower half; those of the others are never looked at. */
  readonly firstArgument: number;
}

const INSTRUCTION_BYTES = 8;

/**
 * What a seccomp program says to a call, run as the kernel does (linux/filter.h), as far as our filters go.
 *
 * @throws Error where the kernel would refuse the program: an unknown operation, a jump or a read beyond the end.
 */
export function verdictOf(program: Buffer, call: SystemCall): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number, 0);
  data.writeUInt32LE(call.architecture, 4);
  data.writeUInt32LE(call.firstArgument, 16);
  let word = 0;
  for (let at = 0; at < program.length;) {
    const [code, ifTrue, ifFalse] = [
      program.readUInt16LE(at),
      program.readUInt8(at + 2),
      program.readUInt8(at + 3),
    ];
    const operand = program.readUInt32LE(at + 4);
    at += INSTRUCTION_BYTES;
    switch (code) {
      case 0x20:
        word = data.readUInt32LE(operand);
        break;
      case 0x06:
        return operand;
      case 0x15:
        at += INSTRUCTION_BYTES * (word === operand ? ifTrue : ifFalse);
        break;
      case 0x35:
        at += INSTRUCTION_BYTES * (word >= operand ? ifTrue : ifFalse);
        break;
      case 0x45:
        at += INSTRUCTION_BYTES * ((word & operand) !== 0 ? ifTrue : ifFalse);
        break;
      default:
        throw new Error(`an unknown operation 0x${code.toString(16)}`);
    }
  }
  throw new Error("the program ends without a verdict");
}
