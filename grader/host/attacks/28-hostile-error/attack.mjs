class Hostile extends Error {
  get message() {
    return "x".repeat(50_000_000);
  }
  toString() {
    return this.message;
  }
}

export function f() {
  throw new Hostile();
}
