import type { FfDict, History, Matrix, Params, TrainOptions } from "./types";

/** y = softmax(sigmoid(X·W1 + b1)·W2 + b2) */
export class TwoLayerNN {
  inputDim: number;
  numHiddens: number;
  numClasses: number;
  params: Params;

  /** A network of inputDim (D) features, numHiddens (H) hidden units and numClasses (C) classes. */
  constructor(inputDim: number, numHiddens: number, numClasses: number) {
    this.inputDim = inputDim;
    this.numHiddens = numHiddens;
    this.numClasses = numClasses;
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  /**
   * Fresh parameters: Glorot normal weights W1 (D,H) and W2 (H,C), that is mean 0 and variance 2/(fanIn+fanOut),
   * and zero biases b1 (H) and b2 (C).
   */
  initializeParameters(inputDim: number, numHiddens: number, numClasses: number): Params {
    throw new Error("not implemented: TwoLayerNN.initializeParameters");
  }

  /** The class probabilities y (N,C) of the examples X (N,D), and what backward needs. */
  forward(X: Matrix): { y: Matrix; ffDict: FfDict } {
    throw new Error("not implemented: TwoLayerNN.forward");
  }

  /** The mean cross-entropy of the probabilities yHat (N,C) for the one-hot labels Y (N,C). */
  computeLoss(Y: Matrix, yHat: Matrix): number {
    throw new Error("not implemented: TwoLayerNN.computeLoss");
  }

  /** The gradient of the mean loss with respect to each parameter, in the shapes of params. */
  backward(X: Matrix, Y: Matrix, ffDict: FfDict): Params {
    throw new Error("not implemented: TwoLayerNN.backward");
  }

  /** One step of gradient descent on the mini-batch X, Y. Gives the loss before the step. */
  trainStep(X: Matrix, Y: Matrix, lr: number): number {
    throw new Error("not implemented: TwoLayerNN.trainStep");
  }

  /** The accuracy in percent, from 0 to 100: how often the largest entries of Y and yHat are in the same place. */
  evaluate(Y: Matrix, yHat: Matrix): number {
    throw new Error("not implemented: TwoLayerNN.evaluate");
  }

  /** Mini-batch gradient descent from the current params, reshuffled every epoch. */
  train(X: Matrix, Y: Matrix, XVal: Matrix, YVal: Matrix, options: TrainOptions): History {
    throw new Error("not implemented: TwoLayerNN.train");
  }
}
