// Imports go one way: validation ← reference ← specs/kit ← specs/<assignment>; the leaves of grader may be used by anyone.
const LEAVES = "^grader/(result|locale|package|assignment|storage)/";

/** A folder that may only import from the places named, and from itself. */
function only(name, comment, from, allowed) {
  return {
    name,
    severity: "error",
    comment,
    from: { path: from },
    to: { path: "^(reference|specs|grader|reports)/", pathNot: allowed },
  };
}

export default {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      comment: "A cycle has no first file to read.",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      severity: "error",
      comment: "A file that nobody imports is dead.",
      from: {
        orphan: true,
        path: "^(validation|reference|specs|grader|reports)/",
        pathNot:
          "\\.(test|spec)\\.ts$|^grader/(cli/main|host/runtime/main|prepare/bundler/main|similarity/tokenizer/main|workers/worker|vitest/plugin)\\.ts$|^reports/scripts/",
      },
      to: {},
    },
    {
      name: "not-to-test",
      severity: "error",
      comment: "Tests import what they test, never the other way round.",
      from: { pathNot: "\\.test\\.ts$" },
      to: { path: "\\.test\\.ts$" },
    },
    {
      name: "not-to-spec",
      severity: "error",
      comment: "Spec files judge submissions; nobody imports them.",
      from: {},
      to: { path: "\\.spec\\.ts$" },
    },
    {
      name: "not-to-dev-dep",
      severity: "error",
      comment: "What runs at a user's must be a dependency.",
      from: { pathNot: "\\.test\\.ts$|^reports/fixtures/" },
      to: { dependencyTypes: ["npm-dev"] },
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      comment: "An import that leads nowhere.",
      from: {},
      to: { couldNotResolve: true },
    },
    only(
      "validation-alone",
      "How schemas are checked depends on nothing of ours.",
      "^validation/",
      "^validation/",
    ),
    only(
      "reference-alone",
      "Of ours, the reference depends on nothing but how its files are checked.",
      "^reference/",
      "^reference/",
    ),
    only(
      "result-is-a-leaf",
      "Anyone may import the result; it imports only the words.",
      "^grader/(result|locale|package)/",
      "^grader/(result|locale|package)/",
    ),
    only(
      "assignment-reads-leaves",
      "Reading an assignment needs the leaves only.",
      "^grader/assignment/",
      LEAVES,
    ),
    only(
      "collect-before-hosts",
      "Collecting knows what a submission may be and what errors mean, and nothing of how one is run.",
      "^grader/collect/",
      `^grader/collect/|^grader/prepare/(problem|submission-bounds)\\.ts$|^grader/host/(awake-timer|infrastructure-error|sandbox/find-program)\\.ts$|^grader/submission/(usage|problems)-error\\.ts$|${LEAVES}`,
    ),
    only(
      "runtime-alone",
      "What runs beside a submission knows the wire format only.",
      "^grader/host/runtime/(?!.*\\.test\\.ts$)",
      "^grader/host/(runtime|wire)/",
    ),
    only(
      "wire-alone",
      "The wire format depends on nothing but the result's words.",
      "^grader/host/wire/(?!.*\\.test\\.ts$)",
      "^grader/host/wire/|^grader/result/",
    ),
    only(
      "similarity",
      "Comparing a class takes what the bundler's process takes, and knows nothing of grades.",
      "^grader/similarity/(?!.*\\.test\\.ts$)",
      `^grader/similarity/|^grader/host/|^grader/prepare/|${LEAVES}`,
    ),
    only(
      "tokenizer-alone",
      "Of ours, the tokenizer's process has this folder only.",
      "^grader/similarity/tokenizer/",
      "^grader/similarity/tokenizer/",
    ),
    only(
      "kit",
      "The kit stands on the reference, the client side of the host and the leaves.",
      "^specs/kit/",
      `^specs/kit/|^reference/|^grader/host/|^grader/prepare/(stack|inline-map)\\.ts$|${LEAVES}`,
    ),
    only(
      "specs",
      "Specs stand on the kit.",
      "^specs/(?!kit/)",
      `^specs/|^reference/|^grader/host/wire/|${LEAVES}`,
    ),
    only(
      "publish-reads-results",
      "What platforms take is made of results alone; a file of theirs that cannot be filled is wrong usage.",
      "^grader/publish/",
      `^grader/publish/|^grader/submission/(usage|problems)-error\\.ts$|${LEAVES}`,
    ),
    only(
      "reports-see-results",
      "Reports render results and know nothing of how they came about.",
      "^reports/",
      `^reports/|${LEAVES}`,
    ),
    only(
      "statistics-alone",
      "What a class is like is reckoned from results and nothing else.",
      "^reports/statistics/(?!.*\\.test\\.ts$)",
      "^reports/statistics/|^grader/result/",
    ),
    only(
      "page-scripts-alone",
      "What runs in a page is one file, which its policy names by its hash.",
      "^reports/scripts/",
      "^$",
    ),
    {
      name: "who-renders",
      severity: "error",
      comment:
        "Only what talks to people renders reports: the command line and the plugin of students' repositories.",
      from: { path: "^(reference|specs|grader)/", pathNot: "^grader/(cli|vitest)/" },
      to: { path: "^reports/" },
    },
    {
      name: "cli-is-the-top",
      severity: "error",
      comment: "Nothing stands on the command line.",
      from: { pathNot: "^grader/cli/" },
      to: { path: "^grader/cli/" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    // Attacks are data.
    exclude: { path: "^dist/|^grader/host/attacks/\\d" },
    parser: "swc",
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],

      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
    },
  },
};
