// JavaScript as it was written before classes: a constructor function, methods on its prototype, var, no types to speak of.
// Unusual: CustomMultiHeadAttention is a function rather than a class, and results carry extra keys.

type Layer = { weight: number[][]; bias: number[] };

export function scaledDotProductAttention(Q, K, V, mask) {
  var result = { output: [], weights: [], masked: 0 } as any;
  for (var n = 0; n < Q.length; n++) {
    result.output[n] = [];
    result.weights[n] = [];
    for (var s = 0; s < Q[n].length; s++) {
      result.output[n][s] = [];
      result.weights[n][s] = [];
      for (var i = 0; i < Q[n][s].length; i++) {
        var scores = [],
          best = null,
          sum = 0,
          j,
          p;
        for (j = 0; j < K[n][s].length; j++) {
          if (mask && !mask[i][j]) {
            scores[j] = null;
            result.masked++;
            continue;
          }
          scores[j] = 0;
          for (p = 0; p < Q[n][s][i].length; p++) scores[j] += Q[n][s][i][p] * K[n][s][j][p];
          scores[j] /= Math.sqrt(Q[n][s][i].length);
          if (best === null || scores[j] > best) best = scores[j];
        }
        for (j = 0; j < scores.length; j++) {
          scores[j] = scores[j] === null ? 0 : Math.exp(scores[j] - best);
          sum += scores[j];
        }
        var mixed = [];
        for (p = 0; p < V[n][s][0].length; p++) mixed[p] = 0;
        for (j = 0; j < scores.length; j++) {
          scores[j] /= sum;
          for (p = 0; p < mixed.length; p++) mixed[p] += scores[j] * V[n][s][j][p];
        }
        result.weights[n][s][i] = scores;
        result.output[n][s][i] = mixed;
      }
    }
  }
  return result;
}

function make(outputs, inputs) {
  var layer = { weight: [], bias: [] } as Layer;
  for (var o = 0; o < outputs; o++) {
    layer.weight[o] = [];
    layer.bias[o] = 0;
    for (var i = 0; i < inputs; i++) layer.weight[o][i] = Math.random() - 0.5;
  }
  return layer;
}

function blankLike(value) {
  return Array.isArray(value) ? value.map(blankLike) : 0;
}

function eachToken(x, visit) {
  for (var n = 0; n < x.length; n++) for (var t = 0; t < x[n].length; t++) visit(x[n][t], n, t);
}

function project(x, layer) {
  var y = x.map(function () {
    return [];
  });
  eachToken(x, function (token, n, t) {
    y[n][t] = layer.weight.map(function (row, o) {
      var sum = layer.bias[o];
      for (var i = 0; i < row.length; i++) sum += row[i] * token[i];
      return sum;
    });
  });
  return y;
}

/** Adds to `dx` in place (it is our own) and returns the gradient of the layer. */
function unproject(dy, x, layer, dx) {
  var grad = { weight: blankLike(layer.weight), bias: blankLike(layer.bias) };
  eachToken(x, function (token, n, t) {
    for (var o = 0; o < layer.bias.length; o++) {
      grad.bias[o] += dy[n][t][o];
      for (var i = 0; i < token.length; i++) {
        grad.weight[o][i] += dy[n][t][o] * token[i];
        dx[n][t][i] += dy[n][t][o] * layer.weight[o][i];
      }
    }
  });
  return grad;
}

export function CustomMultiHeadAttention(numHeads, modelDim) {
  this.numHeads = numHeads;
  this.headDim = parseInt(String(modelDim / numHeads), 10);
  this.allHeadsDim = numHeads * this.headDim;
  this.params = {
    queryProj: make(this.allHeadsDim, modelDim),
    keyProj: make(this.allHeadsDim, modelDim),
    valueProj: make(this.allHeadsDim, modelDim),
    outProj: make(modelDim, this.allHeadsDim),
  };
}

CustomMultiHeadAttention.prototype.splitHeads = function (x) {
  var self = this;
  return x.map(function (example) {
    var heads = [];
    for (var s = 0; s < self.numHeads; s++) {
      heads.push(
        example.map(function (token) {
          return token.slice(s * self.headDim, (s + 1) * self.headDim);
        }),
      );
    }
    return heads;
  });
};

CustomMultiHeadAttention.prototype.mergeHeads = function (x) {
  return x.map(function (heads) {
    var tokens = [];
    for (var t = 0; t < heads[0].length; t++) {
      tokens[t] = [];
      for (var s = 0; s < heads.length; s++) tokens[t] = tokens[t].concat(heads[s][t]);
    }
    return tokens;
  });
};

CustomMultiHeadAttention.prototype.forward = function (x, mask) {
  var Q = this.splitHeads(project(x, this.params.queryProj));
  var K = this.splitHeads(project(x, this.params.keyProj));
  var V = this.splitHeads(project(x, this.params.valueProj));
  var attention = scaledDotProductAttention(Q, K, V, mask);
  var merged = this.mergeHeads(attention.output);
  return {
    output: project(merged, this.params.outProj),
    weights: attention.weights,
    headOutputs: attention.output,
    cache: [x, Q, K, V, attention.weights, merged],
  };
};

CustomMultiHeadAttention.prototype.backward = function (dOutput, cache) {
  var x = cache[0],
    Q = cache[1],
    K = cache[2],
    V = cache[3],
    A = cache[4],
    merged = cache[5];
  var grads = { x: blankLike(x) } as any;
  var dMerged = blankLike(merged);
  grads.outProj = unproject(dOutput, merged, this.params.outProj, dMerged);
  var d = this.splitHeads(dMerged),
    dQ = blankLike(Q),
    dK = blankLike(K),
    dV = blankLike(V);
  var P = this.headDim;
  for (var n = 0; n < Q.length; n++) {
    for (var s = 0; s < Q[n].length; s++) {
      for (var i = 0; i < Q[n][s].length; i++) {
        var dA = [],
          mean = 0,
          j,
          p;
        for (j = 0; j < K[n][s].length; j++) {
          dA[j] = 0;
          for (p = 0; p < P; p++) {
            dA[j] += d[n][s][i][p] * V[n][s][j][p];
            dV[n][s][j][p] += d[n][s][i][p] * A[n][s][i][j];
          }
          mean += dA[j] * A[n][s][i][j];
        }
        for (j = 0; j < dA.length; j++) {
          var dScore = (A[n][s][i][j] * (dA[j] - mean)) / Math.sqrt(P);
          for (p = 0; p < P; p++) {
            dQ[n][s][i][p] += dScore * K[n][s][j][p];
            dK[n][s][j][p] += dScore * Q[n][s][i][p];
          }
        }
      }
    }
  }
  grads.queryProj = unproject(this.mergeHeads(dQ), x, this.params.queryProj, grads.x);
  grads.keyProj = unproject(this.mergeHeads(dK), x, this.params.keyProj, grads.x);
  grads.valueProj = unproject(this.mergeHeads(dV), x, this.params.valueProj, grads.x);
  grads.mask = null;
  return grads;
};
