/** A fact about the grading, such as its seed. */
export interface Fact {
  /** Which fact it is: `seed`, `sandbox`, … */
  key: string;
  label: string;
  value: string;
  /** To be set as code. */
  code: boolean;
}
