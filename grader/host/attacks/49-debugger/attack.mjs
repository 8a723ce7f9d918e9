import inspector from "node:inspector";

export function attack() {
  inspector.open(0, "127.0.0.1");
  const own = inspector.url() === undefined ? "none" : "listening";
  try {
    process._debugProcess(Number("@decoy@"));
    return `${own}, opened`;
  } catch (error) {
    return `${own}, ${error.code}`;
  }
}
