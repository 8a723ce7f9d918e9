import { accumulate, noise, pack, product, productTransposed, unpack, zeros, type Matrix } from "./linear";

/** Gates side by side: W (D,k·H), U (H,k·H), b (k·H), in the order of `names`. */
export class Packed {
  private constructor(
    readonly names: string,
    readonly W: Matrix,
    readonly U: Matrix,
    readonly b: number[],
  ) {}

  static random(names: string, D: number, H: number): Packed {
    const width = names.length * H;
    return new Packed(names, noise(D, width), noise(H, width), noise(1, width)[0]);
  }

  static empty(names: string, D: number, H: number): Packed {
    const width = names.length * H;
    return new Packed(names, zeros(D, width), zeros(H, width), zeros(1, width)[0]);
  }

  static from(names: string, params: Record<string, any>): Packed {
    const gates = [...names];
    return new Packed(
      names,
      pack(gates.map((gate) => params["W" + gate])),
      pack(gates.map((gate) => params["U" + gate])),
      gates.flatMap((gate) => params["b" + gate]),
    );
  }

  get H(): number {
    return this.U.length;
  }

  /** Fresh arrays, gate by gate: Wi, Ui, bi and so on. */
  separate(): Record<string, any> {
    const named: Record<string, any> = {};
    [...this.names].forEach((gate, k) => {
      named["W" + gate] = unpack(this.W, k, this.H);
      named["U" + gate] = unpack(this.U, k, this.H);
      named["b" + gate] = unpack([this.b], k, this.H)[0];
    });
    return named;
  }

  /** x·W + b (N,k·H). */
  ofInput(x: Matrix): Matrix {
    return product(x, this.W).map((row) => row.map((z, g) => z + this.b[g]));
  }

  /** h·U (N,k·H). */
  ofState(h: Matrix): Matrix {
    return product(h, this.U);
  }

  /** Adds what dz (N,k·H) on the input's side and du (N,k·H) on the state's side give; returns dx and dh. */
  back(grads: Packed, x: Matrix, h: Matrix, dz: Matrix, du: Matrix): { dx: Matrix; dh: Matrix } {
    accumulate(grads.W, x, dz);
    accumulate(grads.U, h, du);
    dz.forEach((row) => row.forEach((d, g) => (grads.b[g] += d)));
    return { dx: productTransposed(dz, this.W), dh: productTransposed(du, this.U) };
  }
}
