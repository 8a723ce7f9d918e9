/** What a node adds to the gradients of those it was made of. */
type Pull = (grad: number[][], give: (parent: Node, grad: number[][]) => void) => void;

const zip = (f: (a: number, b: number) => number, A: number[][], B: number[][]): number[][] =>
  A.map((row, i) => row.map((a, j) => f(a, B[i][j])));

function matmul(A: number[][], B: number[][]): number[][] {
  return A.map((row) => {
    const out = new Array<number>(B[0].length).fill(0);
    for (let k = 0; k < B.length; k++) for (let j = 0; j < out.length; j++) out[j] += row[k] * B[k][j];
    return out;
  });
}

function transpose(A: number[][]): number[][] {
  return A[0].map((_, j) => A.map((row) => row[j]));
}

/** A matrix in a graph of matrices. */
export class Node {
  private static count = 0;
  private readonly serial = Node.count++;

  private constructor(
    readonly value: number[][],
    private readonly parents: Node[] = [],
    private readonly pull: Pull = () => {},
  ) {}

  static leaf(value: number[][]): Node {
    return new Node(value);
  }

  /** This (n,k) times other (k,m). */
  matmul(other: Node): Node {
    return new Node(matmul(this.value, other.value), [this, other], (grad, give) => {
      give(this, matmul(grad, transpose(other.value)));
      give(other, matmul(transpose(this.value), grad));
    });
  }

  /** A row (1,m) is added to every row. */
  add(other: Node): Node {
    const isRow = other.value.length < this.value.length;
    const value = this.value.map((row, i) => row.map((a, j) => a + other.value[isRow ? 0 : i][j]));
    return new Node(value, [this, other], (grad, give) => {
      give(this, grad);
      give(other, isRow ? [grad[0].map((_, j) => grad.reduce((sum, row) => sum + row[j], 0))] : grad);
    });
  }

  times(other: Node): Node {
    return new Node(
      zip((a, b) => a * b, this.value, other.value),
      [this, other],
      (grad, give) => {
        give(
          this,
          zip((d, b) => d * b, grad, other.value),
        );
        give(
          other,
          zip((d, a) => d * a, grad, this.value),
        );
      },
    );
  }

  oneMinus(): Node {
    return new Node(
      this.value.map((row) => row.map((a) => 1 - a)),
      [this],
      (grad, give) =>
        give(
          this,
          grad.map((row) => row.map((d) => -d)),
        ),
    );
  }

  tanh(): Node {
    const value = this.value.map((row) => row.map(Math.tanh));
    return new Node(value, [this], (grad, give) =>
      give(
        this,
        zip((d, y) => d * (1 - y * y), grad, value),
      ),
    );
  }

  sigmoid(): Node {
    const value = this.value.map((row) => row.map((z) => 1 / (1 + Math.exp(-z))));
    return new Node(value, [this], (grad, give) =>
      give(
        this,
        zip((d, y) => d * y * (1 - y), grad, value),
      ),
    );
  }

  /** All nodes that the seeds depend on, the youngest first: none is older than its parents. */
  private static youngestFirst(seeds: Iterable<Node>): Node[] {
    const found = new Set<Node>(seeds);
    for (const node of found) for (const parent of node.parents) found.add(parent);
    return [...found].sort((a, b) => b.serial - a.serial);
  }

  /** The gradients of Σ over seeds of node∘grad, for every node that any seed depends on. */
  static backward(seeds: Map<Node, number[][]>): Map<Node, number[][]> {
    const grads = new Map<Node, number[][]>();
    const give = (node: Node, grad: number[][]): void => {
      const before = grads.get(node);
      grads.set(node, before ? zip((a, b) => a + b, before, grad) : grad);
    };
    seeds.forEach((grad, node) => give(node, grad));
    for (const node of Node.youngestFirst(seeds.keys())) {
      const grad = grads.get(node);
      if (grad) node.pull(grad, give);
    }
    return grads;
  }
}
