export function attack() {
  try {
    // 0 asks only whether it may; nobody is harmed where it does.
    process.kill(Number("@decoy@"), 0);
    return "sent";
  } catch (error) {
    return error.code;
  }
}
