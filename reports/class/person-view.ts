import type { GradebookEntry } from "../../grader/result/gradebook.js";
import { reportAddress } from "./report-address.js";

/** A student as one is spoken of outside of the table: a name that leads to the report. */
export interface PersonView {
  name: string;
  id: string;
  /** The address of the teachers' report; empty where there is none. */
  href: string;
}

/** Somebody of the gradebook; a link may lead to one check of the report. */
export function personView(entry: GradebookEntry, check?: string): PersonView {
  const { id, name, files } = entry;
  return { name: name === "" ? id : name, id, href: reportAddress(files.teacher, check) };
}
