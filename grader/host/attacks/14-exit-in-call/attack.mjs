export function f() {
  process.reallyExit(0);
}
