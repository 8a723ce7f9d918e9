export const attack = () => process.kill(process.pid, "SIGSTOP");
