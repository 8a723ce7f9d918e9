import { describe, expect, test } from "vitest";
import { piecesOf } from "./code-pieces.js";
import { mayConcern } from "./reached-by.js";

const NETWORK = `
import { sqrt } from "node:math";
/** The logistic function. */
function sigmoid(z) { return 1 / (1 + Math.exp(-z)); }
const softmax = (z) => normalized(z.map(Math.exp));
function normalized(values) { return values; }
const RATE = 0.1;
class Base { describe() { return "a network"; } }
var Network = class extends Base {
  static count = 0;
  params = {};
  #cache = null;
  constructor(size) { super(); this.params = this.start(size); }
  start(size) { return { W: size }; }
  get rate() { return RATE; }
  forward(X) { this.#keep(X); return softmax(sigmoid(X)); }
  #keep(X) { this.#cache = X; }
  backward(X) { return this.forward(X) * this.rate; }
  loss = (y) => Math.log(y);
  evaluate(X) { return this.loss(this.forward(X)); }
  [Symbol.iterator]() { return [][Symbol.iterator](); }
};
export { Network, softmax as activation };
`;

/** Which of these methods of a network a change concerns. */
function concerned(from: string, to: string, names: readonly string[]): string[] {
  expect(NETWORK).toContain(from);
  const concerns = mayConcern(piecesOf(NETWORK), piecesOf(NETWORK.replace(from, to)));
  return names.filter((name) => concerns(["Network", name]));
}

const METHODS = ["start", "rate", "forward", "backward", "loss", "evaluate", "describe"];

describe("a change concerns", () => {
  test.each<[what: string, from: string, to: string, concerned: string[]]>([
    ["the method itself", "return this.forward(X) * this.rate", "return 0", ["backward"]],
    ["whoever calls it", "return softmax(sigmoid(X))", "return X", ["forward", "backward", "evaluate"]],
    ["whoever calls a private one", "this.#cache = X; }", "}", ["forward", "backward", "evaluate"]],
    ["whoever reads an accessor", "return RATE; }", "return 1; }", ["rate", "backward"]],
    ["whoever calls a field", "Math.log(y)", "Math.log2(y)", ["loss", "evaluate"]],
    ["whoever calls a function", "1 / (1 +", "2 / (1 +", ["forward", "backward", "evaluate"]],
    ["whoever inherits", '"a network"', '"a net"', ["describe"]],
    ["everybody, where a constructor calls it", "return { W: size }", "return {}", METHODS],
    ["everybody, where it is a constructor", "super();", "super(); this.x = 1;", METHODS],
    ["everybody, where it is a constant", "RATE = 0.1", "RATE = 0.2", METHODS],
    ["everybody, where it is a field", "params = {}", "params = null", METHODS],
    ["everybody, where another class is the base", "extends Base", "extends Object", METHODS],
    ["everybody, where its name is computed", "[][Symbol.iterator]()", "null", METHODS],
    ["everybody, where the bundle exports it by another name", "z.map(Math.exp)", "z", METHODS],
    ["everybody, where that calls it", "return values", "return []", METHODS],
    ["nobody, where it is a comment between them", "The logistic function", "What squashes", []],
    ["whoever finds a method that was not there", "forward(X) {", "describe() {} forward(X) {", ["describe"]],
    ["whoever misses one that is gone", "describe() { return \"a network\"; }", "", ["describe"]], // prettier-ignore
    ["nobody, where it is new", "forward(X) {", "predict(X) { return X; } forward(X) {", []],
  ])("%s", (_, from, to, expected) => {
    expect(concerned(from, to, METHODS)).toEqual(expected);
  });

  test.each([
    ["a name that is computed", "this[name]"],
    ["a call of a name that is computed", "X[0][name]()"],
    ["the names of a prototype", "call(Object.getOwnPropertyNames(Network.prototype))"],
    ["a string", "X['evaluate']()"],
    ["a template", "X[`evaluate`]()"],
  ])("whoever may reach it by %s", (_, code) => {
    const before = NETWORK.replace("return this.forward(X) * this.rate", `return ${code}`);
    const after = before.replace("return this.loss(this.forward(X))", "return 0");
    const concerns = mayConcern(piecesOf(before), piecesOf(after));
    expect(METHODS.filter((name) => concerns(["Network", name]))).toEqual(["backward", "evaluate"]);
  });

  test("nobody who has no instance of the class", () => {
    const concerns = mayConcern(piecesOf(NETWORK), piecesOf(NETWORK.replace("sigmoid(X)", "X")));
    expect(concerns(["Other", "forward"])).toBe(false);
    expect(concerns(["Network", "forward"])).toBe(true);
    const made = mayConcern(piecesOf(NETWORK), piecesOf(NETWORK.replace("super();", "super(); this.x = 1;")));
    expect(made(["Other"])).toBe(false);
  });

  test("everybody, where the code cannot be taken apart", () => {
    const twice = "function f() {}\nvar f = () => 1;";
    expect(piecesOf("class {")).toBeNull();
    expect(mayConcern(piecesOf("class {"), piecesOf(NETWORK))([])).toBe(true);
    expect(piecesOf(twice)).toBeNull();
  });

  test("nobody, where nothing has changed", () => {
    const concerns = mayConcern(piecesOf(NETWORK), piecesOf(NETWORK));
    expect(METHODS.filter((name) => concerns(["Network", name]))).toEqual([]);
  });
});
