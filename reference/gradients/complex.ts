/** A complex number; as much of its arithmetic as a complex-step derivative of our networks needs. */
export class Complex {
  readonly re: number;
  readonly im: number;

  constructor(re: number, im = 0) {
    this.re = re;
    this.im = im;
  }

  plus(other: Complex): Complex {
    return new Complex(this.re + other.re, this.im + other.im);
  }

  minus(other: Complex): Complex {
    return new Complex(this.re - other.re, this.im - other.im);
  }

  times(other: Complex): Complex {
    return new Complex(this.re * other.re - this.im * other.im, this.re * other.im + this.im * other.re);
  }

  over(other: Complex): Complex {
    const square = other.re * other.re + other.im * other.im;
    const product = this.times(new Complex(other.re, -other.im));
    return new Complex(product.re / square, product.im / square);
  }

  exp(): Complex {
    const size = Math.exp(this.re);
    return new Complex(size * Math.cos(this.im), size * Math.sin(this.im));
  }

  log(): Complex {
    return new Complex(Math.log(Math.hypot(this.re, this.im)), Math.atan2(this.im, this.re));
  }
}

/**
 * The derivative of an analytic function at x by a complex step, `Im f(x + ih)/h`: no difference is taken, so
 * nothing cancels, and at h = 1e-30 the error of order h² is far below rounding.
 *
 * Source: Squire & Trapp 1998, "Using complex variables to estimate derivatives of real functions".
 *
 * @param f made of complex arithmetic throughout; no comparisons, no absolute values
 */
export function complexStep(f: (x: Complex) => Complex, x: number): number {
  const h = 1e-30;
  return f(new Complex(x, h)).im / h;
}
