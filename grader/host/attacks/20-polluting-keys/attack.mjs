export function attack() {
  const answer = JSON.parse(
    '{"__proto__": {"text": "polluted"}, "constructor": {"prototype": {"text": "polluted"}}}',
  );
  return answer;
}
