export function attack() {
  for (;;);
}
