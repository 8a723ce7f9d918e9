for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"]) process.on(signal, () => undefined);

export const attack = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
