/** Bytes that are no message of the wire format. The edge gives it as a value and throws it nowhere. */
export class ProtocolError extends Error {
  readonly code = "PROTOCOL_ERROR";
  override readonly name = "ProtocolError";
}

/** What became of decoding: the message, or why there is none. */
export type Decoded<Message> =
  { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly error: ProtocolError };

/** Runs a decoder and turns whatever it throws into a {@link ProtocolError} value. */
export function decoded<Message>(decode: () => Message): Decoded<Message> {
  try {
    return { ok: true, message: decode() };
  } catch (cause) {
    if (cause instanceof ProtocolError) return { ok: false, error: cause };
    return { ok: false, error: new ProtocolError("undecodable", { cause }) };
  }
}
