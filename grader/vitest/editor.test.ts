import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { corpusFolder } from "../package/command.fixture.js";
import { Editor, type Shown } from "./editor.fixture.js";
import { StudentRepository } from "./student.fixture.js";

const repository = new StudentRepository();
let editor: Editor;

beforeAll(async () => {
  await repository.start();
  repository.link();
  editor = new Editor(repository.folder);
});
afterAll(() => repository.remove());

/** The ids of the checks in a state. */
function inState({ states }: Shown, wanted: string): string[] {
  const ids = Object.keys(states).filter((name) => states[name] === wanted);
  return ids.map((name) => name.split(" ")[0] ?? "");
}

test("an editor lists a spec file for every part, and runs the one that is clicked", async () => {
  const shown = await editor.does({ click: "evaluation.spec.js" });
  expect(shown.files.map((file) => basename(file)).toSorted()).toEqual(
    ["backward", "evaluation", "forward", "initialization", "loss", "training", "update"].map(
      (part) => `${part}.spec.js`,
    ),
  );
  const notWritten = inState(shown, "skipped");
  expect(notWritten).toContain("evaluation.golden");
  expect(notWritten).toHaveLength(Object.keys(shown.states).length);
});

test("a click judges what is saved now", async () => {
  repository.solve("plain-loops");
  const shown = await editor.does({ click: "evaluation.spec.js" });
  expect(inState(shown, "passed")).toHaveLength(3);
  expect(inState(shown, "passed")).toHaveLength(Object.keys(shown.states).length);
});

test("a click on one check runs that check", async () => {
  const shown = await editor.does({ click: "backward.spec.js", testNamePattern: "backward\\.cache" });
  expect(inState(shown, "passed")).toEqual(["backward.cache"]);
});

test("a click on the repository runs everything", async () => {
  const shown = await editor.does({ click: "" });
  expect(inState(shown, "passed")).toHaveLength(44);
  expect(inState(shown, "failed")).toEqual([]);
});

test("where tests run at every save, a save of a student's file runs them", async () => {
  repository.replace(corpusFolder("partial", "starter"));
  const shown = await editor.does({ save: join(repository.folder, "src", "index.ts") });
  expect(inState(shown, "skipped")).toHaveLength(44);
});

test("it closes without a word", async () => {
  expect(await editor.close()).toBe("");
});
