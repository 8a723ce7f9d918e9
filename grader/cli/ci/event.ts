import { readFileSync, statSync } from "node:fs";
import { validatorOf } from "../../../validation/validator.js";

/** What of a run's trigger is shown. */
export type CiEvent =
  | { readonly kind: "pull-request"; readonly number: number; readonly commit: string; readonly base: string }
  | { readonly kind: "commit"; readonly commit: string; readonly ref: string };

/** What is read of the event of a pull request. */
interface PullRequestEvent {
  pull_request: { number: number; head: { sha: string }; base: { ref: string } };
}

const HASH = "^[0-9a-f]{40,64}$";

const commit = { description: "The hash of a commit.", type: "string", pattern: HASH };

const isPullRequest = validatorOf<PullRequestEvent>({
  description: "What gradecheck reads of the event file of a run on a pull request.",
  type: "object",
  properties: {
    pull_request: {
      description: "The pull request.",
      type: "object",
      properties: {
        number: { description: "Its number.", type: "integer", minimum: 1 },
        head: {
          description: "What is to be merged.",
          type: "object",
          properties: { sha: commit },
          required: ["sha"],
        },
        base: {
          description: "What it is to be merged into.",
          type: "object",
          properties: { ref: { description: "The branch.", type: "string", maxLength: 300 } },
          required: ["ref"],
        },
      },
      required: ["number", "head", "base"],
    },
  },
  required: ["pull_request"],
});

/** GitHub's own limit for what it sends as an event. */
const MOST_EVENT_BYTES = 25 * 1024 * 1024;

function parsed(path: string): unknown {
  try {
    if (statSync(path).size > MOST_EVENT_BYTES) return undefined;
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * What set the run off, as GitHub's variables and event file say. It is only shown, so what is not as GitHub writes it is left
 * out: undefined where nothing is known.
 */
export function readEvent(env: Readonly<Record<string, string | undefined>>): CiEvent | undefined {
  const { GITHUB_EVENT_NAME = "", GITHUB_EVENT_PATH = "", GITHUB_SHA = "", GITHUB_REF = "" } = env;
  if (GITHUB_EVENT_NAME.startsWith("pull_request")) {
    const event = parsed(GITHUB_EVENT_PATH);
    if (isPullRequest(event)) {
      const { number, head, base } = event.pull_request;
      return { kind: "pull-request", number, commit: head.sha, base: base.ref };
    }
  }
  if (!new RegExp(HASH).test(GITHUB_SHA)) return undefined;
  return { kind: "commit", commit: GITHUB_SHA, ref: GITHUB_REF.slice(0, 300) };
}
