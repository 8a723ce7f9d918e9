import { dot, type Linear, type Matrix, outer, type Vector } from "./vector";

/** Query, key and value of one token in one head; or what arrives at each on the way back. */
interface Station {
  query: Vector;
  key: Vector;
  value: Vector;
}

/** The three projections of one head: P of the rows of the layer's. */
export interface HeadParams {
  query: Linear;
  key: Linear;
  value: Linear;
}

/** One attention head. It sees the tokens of one example and gives P numbers for each. */
export class Head {
  private readonly stations: Station[];
  readonly weights: Matrix;

  constructor(
    private readonly params: HeadParams,
    private readonly tokens: Matrix,
    mask: boolean[][] | undefined,
  ) {
    const project = ({ weight, bias }: Linear, token: Vector) =>
      weight.map((row, p) => dot(row, token) + bias[p]);
    this.stations = tokens.map((token) => ({
      query: project(params.query, token),
      key: project(params.key, token),
      value: project(params.value, token),
    }));
    this.weights = this.stations.map(({ query }, i) => {
      const scores = this.stations.map(({ key }) => dot(query, key) / this.temperature);
      const visible = scores.filter((_, j) => mask?.[i]?.[j] ?? true);
      const top = Math.max(...visible);
      const total = visible.reduce((sum, score) => sum + Math.exp(score - top), 0);
      return scores.map((score, j) => ((mask?.[i]?.[j] ?? true) ? Math.exp(score - top) / total : 0));
    });
  }

  private get size(): number {
    return this.params.query.bias.length;
  }

  private get temperature(): number {
    return Math.sqrt(this.size);
  }

  /** (T,P) */
  get output(): Matrix {
    return this.weights.map((row) =>
      Array.from({ length: this.size }, (_, p) =>
        dot(
          row,
          this.stations.map(({ value }) => value[p]),
        ),
      ),
    );
  }

  /** What this head adds to the gradients of its projections and of its tokens. */
  backward(dOutput: Matrix): HeadParams & { tokens: Matrix } {
    const nothing = () => new Array<number>(this.size).fill(0);
    const arriving = this.stations.map((): Station => ({
      query: nothing(),
      key: nothing(),
      value: nothing(),
    }));
    this.stations.forEach((asking, i) => {
      const blame = this.stations.map(({ value }) => dot(dOutput[i], value));
      const usual = dot(this.weights[i], blame);
      this.stations.forEach((asked, j) => {
        const weight = this.weights[i][j];
        const dScore = (weight * (blame[j] - usual)) / this.temperature;
        for (let p = 0; p < this.size; p++) {
          arriving[i].query[p] += dScore * asked.key[p];
          arriving[j].key[p] += dScore * asking.query[p];
          arriving[j].value[p] += weight * dOutput[i][p];
        }
      });
    });
    const gradient = (d: Matrix): Linear => ({
      weight: outer(d, this.tokens),
      bias: d[0].map((_, p) => d.reduce((sum, row) => sum + row[p], 0)),
    });
    const back = ({ weight }: Linear, d: Vector, e: number) =>
      weight.reduce((sum, row, p) => sum + row[e] * d[p], 0);
    return {
      query: gradient(arriving.map(({ query }) => query)),
      key: gradient(arriving.map(({ key }) => key)),
      value: gradient(arriving.map(({ value }) => value)),
      tokens: this.tokens.map((token, t) =>
        token.map((_, e) => {
          const { query, key, value } = arriving[t];
          return (
            back(this.params.query, query, e) +
            back(this.params.key, key, e) +
            back(this.params.value, value, e)
          );
        }),
      ),
    };
  }
}
