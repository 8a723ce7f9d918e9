// JavaScript as it was written before classes: constructor functions, prototypes, var, for-in, no types to speak of.
// Unusual: results carry extra keys, examples are worked off one by one, and a default export stands beside the named ones.

type Anything = any;

function filled(n: number, make: (i: number) => Anything): Anything[] {
  var out = [];
  for (var i = 0; i < n; i++) out[i] = make(i);
  return out;
}

function nothing(): number {
  return 0;
}

function some(): number {
  return Math.random() - Math.random();
}

function logistic(z: number): number {
  return z < 0 ? 1 - 1 / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z));
}

function Recurrent(this: Anything, inputDim: number, hiddenDim: number): void {
  this.inputDim = inputDim;
  this.hiddenDim = hiddenDim;
  this.params = {};
  for (var k = 0; k < this.gates.length; k++) {
    var g = this.gates[k];
    this.params["W" + g] = filled(inputDim, () => filled(hiddenDim, some));
    this.params["U" + g] = filled(hiddenDim, () => filled(hiddenDim, some));
    this.params["b" + g] = filled(hiddenDim, some);
  }
  if (this.secondBias) this.params[this.secondBias] = filled(hiddenDim, some);
}

/** x·W + b and h·U of one gate and one example, kept apart. */
Recurrent.prototype.sums = function (g: string, x: number[], h: number[]) {
  var p = this.params;
  var fromX = filled(h.length, (j) => p["b" + g][j]);
  var fromH = filled(h.length, nothing);
  for (var d in x) for (var j in fromX) fromX[j] += x[d] * p["W" + g][d][j];
  for (var k in h) for (var j in fromH) fromH[j] += h[k] * p["U" + g][k][j];
  return { x: fromX, h: fromH };
};

/** Takes note of what one gate of one example at one step does to the gradients. */
Recurrent.prototype.note = function (
  g: string,
  grads: Anything,
  x: number[],
  h: number[],
  dx: number[],
  dh: number[],
  dzX: number[],
  dzH: number[],
) {
  var p = this.params;
  for (var j = 0; j < dzX.length; j++) {
    grads["b" + g][j] += dzX[j];
    for (var d = 0; d < x.length; d++) {
      grads["W" + g][d][j] += x[d] * dzX[j];
      dx[d] += p["W" + g][d][j] * dzX[j];
    }
    for (var k = 0; k < h.length; k++) {
      grads["U" + g][k][j] += h[k] * dzH[j];
      dh[k] += p["U" + g][k][j] * dzH[j];
    }
  }
};

Recurrent.prototype.run = function (X: number[][][], h0: Anything, c0: Anything) {
  var self = this;
  var H = this.params["b" + this.gates[0]].length;
  return X.map(function (rows, n) {
    var story: Anything[] = [];
    var h = h0 ? h0[n] : filled(H, nothing);
    var c = c0 ? c0[n] : filled(H, nothing);
    for (var t = 0; t < rows.length; t++) {
      var now = self.one(rows[t], h, c);
      story.push(now);
      h = now.h;
      c = now.c;
    }
    return story;
  });
};

Recurrent.prototype.step = function (x: number[][], h: number[][]) {
  return x.map((row, n) => this.one(row, h[n]).h);
};

Recurrent.prototype.forward = function (X: number[][][], h0?: number[][]) {
  var stories = this.run(X, h0);
  return {
    h: stories.map((story: Anything) => story.map((now: Anything) => now.h)),
    cache: stories,
    steps: X[0].length,
  };
};

Recurrent.prototype.backward = function (dh: number[][][], stories: Anything[]) {
  var grads: Anything = { X: [], h0: [] };
  var hasCell = this.gates.length == 4;
  if (hasCell) grads.c0 = [];
  for (var name in this.params) {
    var value = this.params[name];
    grads[name] =
      typeof value[0] == "number" ? value.map(nothing) : value.map((row: number[]) => row.map(nothing));
  }
  for (var n = 0; n < stories.length; n++) {
    var dxs = [];
    var d = { h: stories[n][0].before.h.map(nothing), c: stories[n][0].before.h.map(nothing) };
    for (var t = stories[n].length; t-- > 0;) {
      var now = stories[n][t];
      var dx = now.x.map(nothing);
      d = this.unstep(
        now,
        grads,
        dx,
        d.h.map((v: number, j: number) => v + dh[n][t][j]),
        d.c,
      );
      dxs.unshift(dx);
    }
    grads.X.push(dxs);
    grads.h0.push(d.h);
    if (hasCell) grads.c0.push(d.c);
  }
  grads.count = stories.length;
  return grads;
};

function subclass(gates: string[], secondBias: string | null, methods: Anything): Anything {
  var Sub = function (this: Anything, inputDim: number, hiddenDim: number) {
    Recurrent.call(this, inputDim, hiddenDim);
  };
  Sub.prototype = Object.create(Recurrent.prototype);
  Sub.prototype.constructor = Sub;
  Sub.prototype.gates = gates;
  Sub.prototype.secondBias = secondBias;
  for (var name in methods) Sub.prototype[name] = methods[name];
  return Sub;
}

export var RNN: Anything = subclass(["h"], null, {
  one: function (this: Anything, x: number[], h: number[]) {
    var z = this.sums("h", x, h);
    return { x: x, before: { h: h }, h: z.x.map((v: number, j: number) => Math.tanh(v + z.h[j])) };
  },
  unstep: function (
    this: Anything,
    now: Anything,
    grads: Anything,
    dx: number[],
    dh: number[],
    dc: number[],
  ) {
    var dz = dh.map((v, j) => v - v * now.h[j] * now.h[j]);
    var before = now.h.map(nothing);
    this.note("h", grads, now.x, now.before.h, dx, before, dz, dz);
    return { h: before, c: dc };
  },
});

export var LSTM: Anything = subclass(["i", "f", "g", "o"], null, {
  one: function (this: Anything, x: number[], h: number[], c: number[]) {
    var now: Anything = { x: x, before: { h: h, c: c }, c: [], h: [] };
    for (var k = 0; k < 4; k++) {
      var g = this.gates[k];
      var z = this.sums(g, x, h);
      now[g] = z.x.map((v: number, j: number) => (g == "g" ? Math.tanh : logistic)(v + z.h[j]));
    }
    for (var j = 0; j < h.length; j++) {
      now.c[j] = now.f[j] * c[j] + now.i[j] * now.g[j];
      now.h[j] = now.o[j] * Math.tanh(now.c[j]);
    }
    return now;
  },
  step: function (this: Anything, x: number[][], h: number[][], c: number[][]) {
    var all = x.map((row, n) => this.one(row, h[n], c[n]));
    return { h: all.map((now) => now.h), c: all.map((now) => now.c), gates: all };
  },
  forward: function (this: Anything, X: number[][][], h0?: number[][], c0?: number[][]) {
    var stories = this.run(X, h0, c0);
    function pick(what: string) {
      return stories.map((story: Anything[]) => story.map((now) => now[what]));
    }
    return {
      h: pick("h"),
      c: pick("c"),
      cache: stories,
      last: stories.map((story: Anything[]) => story.at(-1).h),
    };
  },
  unstep: function (
    this: Anything,
    now: Anything,
    grads: Anything,
    dx: number[],
    dh: number[],
    dcLater: number[],
  ) {
    var before = { h: dh.map(nothing), c: dh.map(nothing) };
    var dz: Anything = { i: [], f: [], g: [], o: [] };
    for (var j = 0; j < dh.length; j++) {
      var shown = Math.tanh(now.c[j]);
      var dc = dcLater[j] + dh[j] * now.o[j] * (1 - shown * shown);
      dz.i[j] = dc * now.g[j] * now.i[j] * (1 - now.i[j]);
      dz.f[j] = dc * now.before.c[j] * now.f[j] * (1 - now.f[j]);
      dz.g[j] = dc * now.i[j] * (1 - now.g[j] * now.g[j]);
      dz.o[j] = dh[j] * shown * now.o[j] * (1 - now.o[j]);
      before.c[j] = dc * now.f[j];
    }
    for (var g in dz) this.note(g, grads, now.x, now.before.h, dx, before.h, dz[g], dz[g]);
    return before;
  },
});

export var GRU: Anything = subclass(["r", "z", "n"], "cn", {
  one: function (this: Anything, x: number[], h: number[]) {
    var now: Anything = { x: x, before: { h: h } };
    var [r, z, n] = this.gates.map((g: string) => this.sums(g, x, h));
    now.r = r.x.map((v: number, j: number) => logistic(v + r.h[j]));
    now.z = z.x.map((v: number, j: number) => logistic(v + z.h[j]));
    now.inner = n.h.map((v: number, j: number) => v + this.params.cn[j]);
    now.n = n.x.map((v: number, j: number) => Math.tanh(v + now.r[j] * now.inner[j]));
    now.h = h.map((v, j) => now.n[j] - now.z[j] * now.n[j] + now.z[j] * v);
    return now;
  },
  unstep: function (
    this: Anything,
    now: Anything,
    grads: Anything,
    dx: number[],
    dh: number[],
    dc: number[],
  ) {
    var before = dh.map((v, j) => v * now.z[j]);
    var dn = dh.map((v, j) => v * (1 - now.z[j]) * (1 - now.n[j] * now.n[j]));
    var dinner = dn.map((v, j) => v * now.r[j]);
    var dr = dn.map((v, j) => v * now.inner[j] * now.r[j] * (1 - now.r[j]));
    var dz = dh.map((v, j) => v * (now.before.h[j] - now.n[j]) * now.z[j] * (1 - now.z[j]));
    this.note("r", grads, now.x, now.before.h, dx, before, dr, dr);
    this.note("z", grads, now.x, now.before.h, dx, before, dz, dz);
    this.note("n", grads, now.x, now.before.h, dx, before, dn, dinner);
    for (var j in dinner) grads.cn[j] += dinner[j];
    return { h: before, c: dc };
  },
});

export function clipGradients(grads: Anything, maxNorm: number) {
  var squares = 0;
  JSON.stringify(grads, (_, value) => {
    if (typeof value == "number") squares += value * value;
    return value;
  });
  var norm = Math.sqrt(squares);
  return JSON.parse(
    JSON.stringify(grads, (_, value) =>
      typeof value == "number" && norm > maxNorm ? (value / norm) * maxNorm : value,
    ),
  );
}

export default { RNN, LSTM, GRU, clipGradients };
