// Letters: N batch, T time steps, D input features, H hidden units.

export type Vector = number[];

/** Rows of numbers; all rows have the same length. */
export type Matrix = number[][];

/** (N,T,D) or (N,T,H): for every example and step a row of features. */
export type Sequence = number[][][];

/** The parameters of an RNN, or their gradients. */
export interface RnnParams {
  /** (D,H) */
  Wh: Matrix;
  /** (H,H) */
  Uh: Matrix;
  /** (H) */
  bh: Vector;
}

/** The parameters of an LSTM, or their gradients: W (D,H), U (H,H), b (H). */
export interface LstmParams {
  /** The input gate. */
  Wi: Matrix;
  Ui: Matrix;
  bi: Vector;
  /** The forget gate. */
  Wf: Matrix;
  Uf: Matrix;
  bf: Vector;
  /** The candidate. */
  Wg: Matrix;
  Ug: Matrix;
  bg: Vector;
  /** The output gate. */
  Wo: Matrix;
  Uo: Matrix;
  bo: Vector;
}

/** The parameters of a GRU, or their gradients: W (D,H), U (H,H), b and c (H). */
export interface GruParams {
  /** The reset gate. */
  Wr: Matrix;
  Ur: Matrix;
  br: Vector;
  /** The update gate. */
  Wz: Matrix;
  Uz: Matrix;
  bz: Vector;
  /** The candidate, which has two biases. */
  Wn: Matrix;
  Un: Matrix;
  bn: Vector;
  cn: Vector;
}

/** What reaches the inputs and the first state, beside the gradients of the parameters. */
export interface InputGradients {
  /** (N,T,D) */
  X: Sequence;
  /** (N,H) */
  h0: Matrix;
}
