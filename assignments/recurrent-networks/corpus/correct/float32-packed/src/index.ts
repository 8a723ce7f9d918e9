// Gates packed side by side in flat Float32Arrays, as on a graphics card; sums are float64 and rounded when they are stored.
// Unusual: results are float32 numbers in plain arrays, so nothing but their digits tells.

type Mat = number[][];
type Ten = Mat[];
type Dict = Record<string, any>;

/** A row-major float32 matrix. */
class Buffer32 {
  readonly data: Float32Array;

  constructor(
    readonly rows: number,
    readonly cols: number,
  ) {
    this.data = new Float32Array(rows * cols);
  }

  /** Blocks side by side, each with the same number of rows; a plain vector is one row. */
  static pack(blocks: (Mat | number[])[]): Buffer32 {
    const mats = blocks.map((block) => (typeof block[0] === "number" ? [block as number[]] : (block as Mat)));
    const width = mats[0][0].length;
    const packed = new Buffer32(mats[0].length, width * mats.length);
    mats.forEach((mat, k) => mat.forEach((row, i) => packed.data.set(row, i * packed.cols + k * width)));
    return packed;
  }

  static copy(rows: Mat): Buffer32 {
    return Buffer32.pack([rows]);
  }

  block(k: number, width: number): Mat {
    const from = (i: number): number => i * this.cols + k * width;
    return Array.from({ length: this.rows }, (_, i) =>
      Array.from(this.data.subarray(from(i), from(i) + width)),
    );
  }

  plain(): Mat {
    return this.block(0, this.cols);
  }

  /** this·W + b, or this·W. */
  times(W: Buffer32, b?: Buffer32): Buffer32 {
    const out = new Buffer32(this.rows, W.cols);
    for (let n = 0; n < this.rows; n++) {
      for (let j = 0; j < W.cols; j++) {
        let sum = b ? b.data[j] : 0;
        for (let i = 0; i < W.rows; i++) sum += this.data[n * this.cols + i] * W.data[i * W.cols + j];
        out.data[n * W.cols + j] = sum;
      }
    }
    return out;
  }

  /** this + d·Wᵀ, in place. */
  addBack(d: Buffer32, W: Buffer32): void {
    for (let n = 0; n < this.rows; n++) {
      for (let i = 0; i < W.rows; i++) {
        let sum = this.data[n * this.cols + i];
        for (let j = 0; j < W.cols; j++) sum += d.data[n * d.cols + j] * W.data[i * W.cols + j];
        this.data[n * this.cols + i] = sum;
      }
    }
  }

  /** this + aᵀ·d, in place. */
  addOuter(a: Buffer32, d: Buffer32): void {
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < this.cols; j++) {
        let sum = this.data[i * this.cols + j];
        for (let n = 0; n < a.rows; n++) sum += a.data[n * a.cols + i] * d.data[n * d.cols + j];
        this.data[i * this.cols + j] = sum;
      }
    }
  }
}

const ones = (rows: number): Buffer32 => Buffer32.copy(Array.from({ length: rows }, () => [1]));
const frame = (X: Ten, t: number): Buffer32 => Buffer32.copy(X.map((rows) => rows[t]));
const plainOverTime = (frames: Buffer32[]): Ten => {
  const plain = frames.map((one) => one.plain());
  return plain[0].map((_, n) => plain.map((rows) => rows[n]));
};
const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

interface Moment {
  x: Buffer32;
  h: Buffer32;
  c: Buffer32;
  /** The activated gates, and for the GRU's last block also what the reset gate scales. */
  y: Buffer32;
  m: Buffer32;
  nextH: Buffer32;
  nextC: Buffer32;
}

abstract class Packed {
  params: Dict = {};

  constructor(
    protected readonly gates: string,
    D: number,
    H: number,
  ) {
    const random = (rows: number): Mat =>
      Array.from({ length: rows }, () => Array.from({ length: H }, () => Math.fround(Math.random() - 0.5)));
    for (const gate of gates) {
      this.params["W" + gate] = random(D);
      this.params["U" + gate] = random(H);
      this.params["b" + gate] = random(1)[0];
    }
  }

  protected get H(): number {
    return this.params["U" + this.gates[0]].length;
  }

  protected packed(kind: "W" | "U" | "b"): Buffer32 {
    return Buffer32.pack([...this.gates].map((gate) => this.params[kind + gate]));
  }

  /** The activations of all gates, given both halves of their sums; may note something in m. */
  protected abstract next(fromX: Buffer32, fromH: Buffer32, moment: Moment): void;
  /** Fills the gradients of the sums, given those of the next h and c; returns what goes straight to h, and to c. */
  protected abstract pull(
    moment: Moment,
    dh: Buffer32,
    dc: Buffer32,
    dx: Buffer32,
    du: Buffer32,
  ): [Buffer32, Buffer32];

  protected moment(x: Buffer32, h: Buffer32, c: Buffer32, W: Buffer32, U: Buffer32, b: Buffer32): Moment {
    const empty = (): Buffer32 => new Buffer32(h.rows, h.cols);
    const y = new Buffer32(h.rows, W.cols);
    const moment = { x, h, c, y, m: empty(), nextH: empty(), nextC: empty() };
    this.next(x.times(W, b), h.times(U), moment);
    return moment;
  }

  protected run(X: Ten, h0?: Mat, c0?: Mat): Moment[] {
    const [W, U, b] = [this.packed("W"), this.packed("U"), this.packed("b")];
    const moments: Moment[] = [];
    let h = h0 ? Buffer32.copy(h0) : new Buffer32(X.length, this.H);
    let c = c0 ? Buffer32.copy(c0) : new Buffer32(X.length, this.H);
    for (let t = 0; t < X[0].length; t++) {
      const now = this.moment(frame(X, t), h, c, W, U, b);
      moments.push(now);
      [h, c] = [now.nextH, now.nextC];
    }
    return moments;
  }

  protected gradients(dh: Ten, moments: Moment[]): Dict {
    const [W, U] = [this.packed("W"), this.packed("U")];
    const [N, H] = [dh.length, this.H];
    const [dW, dU, db] = [new Buffer32(W.rows, W.cols), new Buffer32(H, U.cols), new Buffer32(1, U.cols)];
    const dcn = new Buffer32(1, U.cols);
    const dX: Buffer32[] = [];
    let dState = new Buffer32(N, H);
    let dCell = new Buffer32(N, H);
    for (let t = moments.length - 1; t >= 0; t--) {
      const arriving = frame(dh, t);
      arriving.data.forEach((_, i) => (arriving.data[i] += dState.data[i]));
      const [dz, du] = [new Buffer32(N, W.cols), new Buffer32(N, W.cols)];
      [dState, dCell] = this.pull(moments[t], arriving, dCell, dz, du);
      dW.addOuter(moments[t].x, dz);
      dU.addOuter(moments[t].h, du);
      db.addOuter(ones(N), dz);
      dcn.addOuter(ones(N), du);
      const dx = new Buffer32(N, W.rows);
      dx.addBack(dz, W);
      dX.unshift(dx);
      dState.addBack(du, U);
    }
    const grads: Dict = { X: plainOverTime(dX), h0: dState.plain(), c0: dCell.plain(), cn: [] };
    [...this.gates].forEach((gate, k) => {
      grads["W" + gate] = dW.block(k, H);
      grads["U" + gate] = dU.block(k, H);
      grads["b" + gate] = db.block(k, H)[0];
      grads.cn = dcn.block(k, H)[0];
    });
    return grads;
  }
}

export class RNN extends Packed {
  constructor(D: number, H: number) {
    super("h", D, H);
  }

  protected next(fromX: Buffer32, fromH: Buffer32, { nextH }: Moment): void {
    nextH.data.forEach((_, i) => (nextH.data[i] = Math.tanh(fromX.data[i] + fromH.data[i])));
  }

  protected pull(
    { nextH }: Moment,
    dh: Buffer32,
    dc: Buffer32,
    dz: Buffer32,
    du: Buffer32,
  ): [Buffer32, Buffer32] {
    nextH.data.forEach((y, i) => (du.data[i] = dz.data[i] = dh.data[i] * (1 - y * y)));
    return [new Buffer32(dh.rows, dh.cols), dc];
  }

  step(x: Mat, h: Mat): Mat {
    return this.run(
      x.map((row) => [row]),
      h,
    )[0].nextH.plain();
  }

  forward(X: Ten, h0?: Mat) {
    const cache = this.run(X, h0);
    return { h: plainOverTime(cache.map(({ nextH }) => nextH)), cache };
  }

  backward(dh: Ten, cache: Moment[]): Dict {
    const { c0, cn, ...grads } = this.gradients(dh, cache);
    return grads;
  }
}

export class LSTM extends Packed {
  constructor(D: number, H: number) {
    super("ifog", D, H);
  }

  protected next(fromX: Buffer32, fromH: Buffer32, { c, y, nextH, nextC }: Moment): void {
    const H = c.cols;
    for (let n = 0; n < c.rows; n++) {
      const at = n * 4 * H;
      for (let k = 0; k < 4 * H; k++) {
        const z = fromX.data[at + k] + fromH.data[at + k];
        y.data[at + k] = k < 3 * H ? logistic(z) : Math.tanh(z);
      }
      for (let j = 0; j < H; j++) {
        const [i, f, o, g] = [0, 1, 2, 3].map((k) => y.data[at + k * H + j]);
        const cell = f * c.data[n * H + j] + i * g;
        nextC.data[n * H + j] = cell;
        nextH.data[n * H + j] = o * Math.tanh(cell);
      }
    }
  }

  protected pull(
    { c, y, nextC }: Moment,
    dh: Buffer32,
    dcLater: Buffer32,
    dz: Buffer32,
    du: Buffer32,
  ): [Buffer32, Buffer32] {
    const H = c.cols;
    const dc = new Buffer32(c.rows, H);
    for (let n = 0; n < c.rows; n++) {
      for (let j = 0; j < H; j++) {
        const at = n * 4 * H + j;
        const [i, f, o, g] = [0, 1, 2, 3].map((k) => y.data[at + k * H]);
        const d = dh.data[n * H + j];
        const shown = Math.tanh(nextC.data[n * H + j]);
        const total = dcLater.data[n * H + j] + d * o * (1 - shown * shown);
        dz.data[at] = total * g * i * (1 - i);
        dz.data[at + H] = total * c.data[n * H + j] * f * (1 - f);
        dz.data[at + 2 * H] = d * shown * o * (1 - o);
        dz.data[at + 3 * H] = total * i * (1 - g * g);
        dc.data[n * H + j] = total * f;
      }
    }
    du.data.set(dz.data);
    return [new Buffer32(c.rows, H), dc];
  }

  step(x: Mat, h: Mat, c: Mat): { h: Mat; c: Mat } {
    const [{ nextH, nextC }] = this.run(
      x.map((row) => [row]),
      h,
      c,
    );
    return { h: nextH.plain(), c: nextC.plain() };
  }

  forward(X: Ten, h0?: Mat, c0?: Mat) {
    const cache = this.run(X, h0, c0);
    const h = plainOverTime(cache.map(({ nextH }) => nextH));
    return { h, c: plainOverTime(cache.map(({ nextC }) => nextC)), cache };
  }

  backward(dh: Ten, cache: Moment[]): Dict {
    const { cn, ...grads } = this.gradients(dh, cache);
    return grads;
  }
}

export class GRU extends Packed {
  constructor(D: number, H: number) {
    super("rzn", D, H);
    this.params["cn"] = Array.from({ length: H }, () => Math.fround(Math.random() - 0.5));
  }

  protected next(fromX: Buffer32, fromH: Buffer32, { h, y, m, nextH }: Moment): void {
    const H = h.cols;
    const cn: number[] = this.params["cn"];
    for (let b = 0; b < h.rows; b++) {
      for (let j = 0; j < H; j++) {
        const [r, z, n] = [0, 1, 2].map((k) => b * 3 * H + k * H + j);
        const at = b * H + j;
        m.data[at] = fromH.data[n] + cn[j];
        y.data[r] = logistic(fromX.data[r] + fromH.data[r]);
        y.data[z] = logistic(fromX.data[z] + fromH.data[z]);
        y.data[n] = Math.tanh(fromX.data[n] + y.data[r] * m.data[at]);
        nextH.data[at] = (1 - y.data[z]) * y.data[n] + y.data[z] * h.data[at];
      }
    }
  }

  protected pull(
    { h, y, m }: Moment,
    dh: Buffer32,
    dc: Buffer32,
    dz: Buffer32,
    du: Buffer32,
  ): [Buffer32, Buffer32] {
    const H = h.cols;
    const straight = new Buffer32(h.rows, H);
    for (let b = 0; b < h.rows; b++) {
      for (let j = 0; j < H; j++) {
        const [r, z, n] = [0, 1, 2].map((k) => b * 3 * H + k * H + j);
        const at = b * H + j;
        const d = dh.data[at];
        dz.data[n] = d * (1 - y.data[z]) * (1 - y.data[n] ** 2);
        dz.data[r] = dz.data[n] * m.data[at] * y.data[r] * (1 - y.data[r]);
        dz.data[z] = d * (h.data[at] - y.data[n]) * y.data[z] * (1 - y.data[z]);
        du.data[n] = dz.data[n] * y.data[r];
        du.data[r] = dz.data[r];
        du.data[z] = dz.data[z];
        straight.data[at] = d * y.data[z];
      }
    }
    return [straight, dc];
  }

  step(x: Mat, h: Mat): Mat {
    return this.run(
      x.map((row) => [row]),
      h,
    )[0].nextH.plain();
  }

  forward(X: Ten, h0?: Mat) {
    const cache = this.run(X, h0);
    return { h: plainOverTime(cache.map(({ nextH }) => nextH)), cache };
  }

  backward(dh: Ten, cache: Moment[]): Dict {
    const { c0, ...grads } = this.gradients(dh, cache);
    return grads;
  }
}

export function clipGradients(grads: Dict, maxNorm: number): Dict {
  const packed = Object.entries(grads).map(([name, value]) => ({
    name,
    value,
    flat: Float32Array.from([value].flat(2)),
  }));
  const norm = Math.fround(
    Math.sqrt(packed.reduce((sum, { flat }) => flat.reduce((s, g) => s + g * g, sum), 0)),
  );
  const factor = norm > maxNorm ? maxNorm / norm : 1;
  const clip = (g: number): number => Math.fround(g * factor);
  return Object.fromEntries(
    packed.map(({ name, value }) => [
      name,
      value.map((row: number | number[]) => (Array.isArray(row) ? row.map(clip) : clip(row))),
    ]),
  );
}
