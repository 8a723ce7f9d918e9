// JavaScript as it was written before classes: a constructor function, methods on its prototype, var, no types to speak of.
// Unusual: TwoLayerNN is a function rather than a class, and results carry extra keys.

type Matrix = number[][];
type Options = { lr: number; epochs: number; batchSize: number };

interface Network {
  [extra: string]: any;
}

interface NetworkConstructor {
  new (inputDim: number, numHiddens: number, numClasses: number): Network;
  prototype: Network;
}

function Base(this: Network): void {
  this["createdBy"] = "Base";
}

Base.prototype.describe = function (this: Network): string {
  return this["inputDim"] + "-" + this["numHiddens"] + "-" + this["numClasses"];
};

export const TwoLayerNN = function (
  this: Network,
  inputDim: number,
  numHiddens: number,
  numClasses: number,
): void {
  Base.call(this);
  this["inputDim"] = inputDim;
  this["numHiddens"] = numHiddens;
  this["numClasses"] = numClasses;
  this["params"] = this["initializeParameters"](inputDim, numHiddens, numClasses);
} as unknown as NetworkConstructor;

TwoLayerNN.prototype = Object.create(Base.prototype);
TwoLayerNN.prototype["constructor"] = TwoLayerNN;

function table(rows: number, cols: number, entry: (i: number, j: number) => number): Matrix {
  var out: Matrix = [];
  for (var i = 0; i < rows; i++) {
    out.push([]);
    for (var j = 0; j < cols; j++) out[i].push(entry(i, j));
  }
  return out;
}

function zero(): number {
  return 0;
}

function gauss(): number {
  var r = Math.sqrt(-2 * Math.log(1 - Math.random()));
  return r * Math.cos(2 * Math.PI * Math.random());
}

TwoLayerNN.prototype["initializeParameters"] = function (D: number, H: number, C: number) {
  var s1 = Math.sqrt(2 / (D + H));
  var s2 = Math.sqrt(2 / (H + C));
  return {
    W1: table(D, H, () => s1 * gauss()),
    b1: table(1, H, zero)[0],
    W2: table(H, C, () => s2 * gauss()),
    b2: table(1, C, zero)[0],
  };
};

TwoLayerNN.prototype["forward"] = function (this: Network, X: Matrix) {
  var p = this["params"];
  var H = p.b1.length;
  var C = p.b2.length;
  var h = table(X.length, H, function (n, j) {
    var z = p.b1[j];
    for (var d = 0; d < X[n].length; d++) z = z + X[n][d] * p.W1[d][j];
    return z > 0 ? 1 / (1 + Math.exp(-z)) : 1 - 1 / (1 + Math.exp(z));
  });
  var z2 = table(X.length, C, function (n, c) {
    var z = p.b2[c];
    for (var j = 0; j < H; j++) z = z + h[n][j] * p.W2[j][c];
    return z;
  });
  var y = z2.map(function (row) {
    var m = Math.max.apply(null, row);
    var s = 0;
    for (var c = 0; c < C; c++) s += Math.exp(row[c] - m);
    return row.map(function (z) {
      return Math.exp(z - m - Math.log(s));
    });
  });
  return { y: y, ffDict: { h: h, z2: z2, y: y }, note: "probabilities" };
};

TwoLayerNN.prototype["computeLoss"] = function (Y: Matrix, yHat: Matrix): number {
  var sum = 0;
  for (var n in Y) for (var c in Y[n]) if (Y[n][c]) sum -= Y[n][c] * Math.log(yHat[n][c] + 1e-9);
  return sum / Y.length;
};

TwoLayerNN.prototype["backward"] = function (this: Network, X: Matrix, Y: Matrix, ffDict: any) {
  var W2: Matrix = this["params"].W2;
  var N = X.length;
  var H = W2.length;
  var C = Y[0].length;
  var dz2 = table(N, C, (n, c) => (ffDict.y[n][c] - Y[n][c]) / N);
  var dz1 = table(N, H, function (n, j) {
    var s = 0;
    for (var c = 0; c < C; c++) s += dz2[n][c] * W2[j][c];
    return s * ffDict.h[n][j] * (1 - ffDict.h[n][j]);
  });
  function product(A: Matrix, B: Matrix): Matrix {
    return table(A[0].length, B[0].length, function (i, j) {
      var s = 0;
      for (var n = 0; n < N; n++) s += A[n][i] * B[n][j];
      return s;
    });
  }
  var ones = table(N, 1, () => 1);
  return {
    W1: product(X, dz1),
    b1: product(ones, dz1)[0],
    W2: product(ffDict.h, dz2),
    b2: product(ones, dz2)[0],
    dz1: dz1,
  };
};

TwoLayerNN.prototype["trainStep"] = function (this: Network, X: Matrix, Y: Matrix, lr: number): number {
  var pass = this["forward"](X);
  var g = this["backward"](X, Y, pass.ffDict);
  var p = this["params"];
  for (var i = 0; i < p.W1.length; i++) for (var j = 0; j < p.b1.length; j++) p.W1[i][j] -= lr * g.W1[i][j];
  for (var j = 0; j < p.b1.length; j++) p.b1[j] -= lr * g.b1[j];
  for (var i = 0; i < p.W2.length; i++) for (var j = 0; j < p.b2.length; j++) p.W2[i][j] -= lr * g.W2[i][j];
  for (var j = 0; j < p.b2.length; j++) p.b2[j] -= lr * g.b2[j];
  return this["computeLoss"](Y, pass.y);
};

TwoLayerNN.prototype["evaluate"] = function (Y: Matrix, yHat: Matrix): number {
  var right = 0;
  for (var n = 0; n < Y.length; n++) {
    var best = 0;
    for (var c = 1; c < yHat[n].length; c++) if (yHat[n][c] > yHat[n][best]) best = c;
    if (Y[n][best] == 1) right++;
  }
  return (100 * right) / Y.length;
};

TwoLayerNN.prototype["train"] = function (
  this: Network,
  X: Matrix,
  Y: Matrix,
  XVal: Matrix,
  YVal: Matrix,
  options: Options,
) {
  var history: Record<string, number[]> = {
    trainLoss: [],
    trainAccuracy: [],
    validLoss: [],
    validAccuracy: [],
    batches: [],
  };
  for (var epoch = 0; epoch < options.epochs; epoch++) {
    var todo = X.map((x, n) => ({ x: x, t: Y[n], key: Math.random() }));
    todo.sort((a, b) => a.key - b.key);
    var batches = 0;
    while (todo.length) {
      var batch = todo.splice(0, options.batchSize);
      this["trainStep"](
        batch.map((one) => one.x),
        batch.map((one) => one.t),
        options.lr,
      );
      batches++;
    }
    var yTrain = this["forward"](X).y;
    var yValid = this["forward"](XVal).y;
    history["trainLoss"].push(this["computeLoss"](Y, yTrain));
    history["trainAccuracy"].push(this["evaluate"](Y, yTrain));
    history["validLoss"].push(this["computeLoss"](YVal, yValid));
    history["validAccuracy"].push(this["evaluate"](YVal, yValid));
    history["batches"].push(batches);
  }
  return history;
};
