const MIB = 1024 * 1024;

export function attack() {
  const kept = [];
  for (let taken = 0; taken < 900; taken += 10) kept.push(new Uint8Array(10 * MIB).fill(1));
  return `took ${kept.length * 10} MiB`;
}
