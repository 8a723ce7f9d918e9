import { join } from "node:path";

/** Where everything of a batch lies, in the folder that `--out` names. */
export class BatchFolder {
  constructor(readonly root: string) {}

  get gradebook(): string {
    return join(this.root, "gradebook.json");
  }

  /** The teacher's marks by hand; read where it is there, never written. */
  get adjustments(): string {
    return join(this.root, "adjustments.csv");
  }

  /** What may be handed to a student. */
  student(id: string): string {
    return join("students", id);
  }

  /** What is for teachers. */
  teacher(id: string): string {
    return join("teacher", id);
  }

  /** What a later run needs to go on or to be faster. It may be deleted at any time; then everything is done anew. */
  get state(): string {
    return join(this.root, ".gradecheck");
  }

  get bundles(): string {
    return join(this.state, "bundles");
  }

  get results(): string {
    return join(this.state, "results");
  }

  get repositories(): string {
    return join(this.state, "repositories");
  }

  /** The files that were taken out of repositories. */
  get submissions(): string {
    return join(this.state, "submissions");
  }

  /** What each adjustment was made about. */
  get adjusted(): string {
    return join(this.state, "adjusted.json");
  }
}
