// An inheritance chain: Layer with three subclasses, and TwoLayerNN on top of Classifier on top of Model.
// Unusual: each layer hands back a closure that runs it backwards, and ffDict is the array of these closures.
import { Dense, type Pull, Sigmoid, Softmax } from "./layers";
import { Classifier } from "./classifier";
import { type Matrix, type Params, glorotNormal } from "./model";

type FfDict = { pulls: Pull[]; y: Matrix };

export class TwoLayerNN extends Classifier<FfDict> {
  constructor(
    public inputDim: number,
    public numHiddens: number,
    public numClasses: number,
  ) {
    super();
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  initializeParameters(inputDim: number, numHiddens: number, numClasses: number): Params {
    return {
      W1: glorotNormal(inputDim, numHiddens),
      b1: new Array(numHiddens).fill(0),
      W2: glorotNormal(numHiddens, numClasses),
      b2: new Array(numClasses).fill(0),
    };
  }

  override forward(X: Matrix): { y: Matrix; ffDict: FfDict } {
    const { W1, b1, W2, b2 } = this.params;
    const layers = [
      new Dense("W1", "b1", W1, b1),
      new Sigmoid(),
      new Dense("W2", "b2", W2, b2),
      new Softmax(),
    ];
    const pulls: Pull[] = [];
    let signal = X;
    for (const layer of layers) {
      const { out, pull } = layer.run(signal);
      pulls.push(pull);
      signal = out;
    }
    return { y: signal, ffDict: { pulls, y: signal } };
  }

  override backward(_X: Matrix, Y: Matrix, ffDict: FfDict): Params {
    const gradients: Partial<Params> = {};
    let signal = ffDict.y.map((row, n) => row.map((p, c) => (p - Y[n][c]) / Y.length));
    for (const pull of ffDict.pulls.slice(0, -1).reverse()) {
      signal = pull(signal, gradients);
    }
    return gradients as Params;
  }
}
