import { existsSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import type { AssignmentTexts } from "../../assignment/texts.js";
import type { Language } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import { aboutStudent } from "../../publish/filled-file.js";
import type { Gradebook, GradebookEntry } from "../../result/index.js";
import { ProblemsError } from "../../submission/problems-error.js";
import { UsageError } from "../../submission/usage-error.js";
import { readResultFile } from "../read-graded.js";
import { say, tell } from "../terminal.js";
import { writeWhole } from "../../storage/write-whole.js";
import type { StudentFormat } from "./export-options.js";
import { studentFile } from "./export-result.js";

/** What the file in a student's folder is called: Gradescope asks for its name. */
const FILE_NAMES: Readonly<Record<StudentFormat, string>> = {
  gradescope: "results.json",
  classroom: "classroom.txt",
  junit: "junit.xml",
};

/** What to write for each student of a batch, and where. */
export interface StudentsRequest {
  readonly format: StudentFormat;
  /** The folder. */
  readonly out: string;
  readonly language: Language;
  readonly texts: AssignmentTexts;
}

/** A student's file to be. */
interface StudentFile {
  readonly path: string;
  readonly text: string;
}

/** The student's own result, sealed already; the teacher's where there is no other. */
function resultPath({ files }: GradebookEntry, folder: string): string | undefined {
  const place = files.student ?? files.teacher;
  if (place === null) return undefined;
  const path = resolve(folder, place, "result.json");
  if (!path.startsWith(resolve(folder) + sep)) throw new UsageError(say("leads-outside", { path: place }));
  return existsSync(path) ? path : undefined;
}

/**
 * Writes a file for each student of a batch into a folder of the student's, with the score that counts: after lateness and
 * marks by hand. Who has no result is named on stderr. Everything is read before anything is written.
 *
 * @throws UsageError when a student's result cannot be read, with the problems of all of them.
 */
export function exportStudents(
  { gradebook, folder }: { readonly gradebook: Gradebook; readonly folder: string },
  { format, out, language, texts }: StudentsRequest,
): void {
  const problems: string[] = [];
  const files = gradebook.entries.flatMap((entry): StudentFile[] => {
    try {
      const path = entry.state === "graded" ? resultPath(entry, folder) : undefined;
      if (path === undefined) {
        tell(sentence(aboutStudent("no-result", entry), language));
        return [];
      }
      const text = studentFile(readResultFile(path), format, { language, texts, entry });
      return [{ path: join(out, basename(join(path, "..")), FILE_NAMES[format]), text }];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(error.message.replaceAll("\n", "\n  "));
      return [];
    }
  });
  if (problems.length > 0) throw new ProblemsError(say("students-unreadable"), problems);
  for (const { path, text } of files) writeWhole(path, text);
  tell(say("wrote-students", { count: files.length, path: out }));
}
