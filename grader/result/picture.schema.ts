import { closedObject, text, type JsonSchema, type ObjectSchema } from "./json-schema.js";

/** The schema of a `PlainNumber`: a number, or one of the three that JSON cannot write, spelled out. */
export function plainNumberSchema(description: string): JsonSchema {
  // `pattern` applies to strings only, so one keyword fences the spelled-out numbers.
  return {
    description: `${description} A number, "NaN", "Infinity" or "-Infinity".`,
    type: ["number", "string"],
    pattern: "^(NaN|-?Infinity)$",
  };
}

function count(description: string): JsonSchema {
  return { description, type: "integer", minimum: 1 };
}

function list(description: string, items: JsonSchema): JsonSchema {
  return { description, type: "array", items };
}

function entries(description: string): JsonSchema {
  return list(description, plainNumberSchema("One entry."));
}

/** The schema of an `AxisIndex`. */
export const axisIndexSchema: ObjectSchema = closedObject("An index along one axis.", {
  name: text("The axis, a term such as `example`."),
  index: { description: "The index, counted from 0.", type: "integer", minimum: 0 },
});

const slice = list("Which slice of a larger tensor it is; left out where it is the whole.", axisIndexSchema);

const heatmap: ObjectSchema = closedObject(
  "A matrix shown as colours: got beside expected and their error.",
  {
    kind: { description: "Which picture this is.", const: "heatmap" },
    what: text("What the tensor is called in the handout, such as `dW1` or `y`."),
    slice,
    scale: closedObject("The sizes that get the full colour; left out where the picture stands alone.", {
      value: plainNumberSchema("For got and expected."),
      error: plainNumberSchema("For the error."),
    }),
    rowAxis: text("The row axis, a term such as `example`."),
    columnAxis: text("The column axis, a term such as `class`."),
    rows: count("The number of rows."),
    columns: count("The number of columns."),
    got: entries("The submission's entries, row-major `(rows, columns)`."),
    expected: entries("The right entries, row-major `(rows, columns)`."),
    error: entries("The absolute differences, row-major `(rows, columns)`."),
  },
  ["slice", "scale"],
);

const scatter: ObjectSchema = closedObject(
  "Analytic against numeric gradient: on the diagonal where they agree.",
  {
    kind: { description: "Which picture this is.", const: "scatter" },
    what: text("What the gradient is called in the handout."),
    xAxis: text("What the x axis counts, a term."),
    yAxis: text("What the y axis counts, a term."),
    points: list(
      "One point for each entry that was compared.",
      closedObject("An entry of the gradient.", {
        label: text("The entry's name, such as `W1[0, 2]`."),
        x: plainNumberSchema("Its value along the x axis."),
        y: plainNumberSchema("Its value along the y axis."),
      }),
    ),
  },
);

const lines: ObjectSchema = closedObject(
  "Curves over a shared x axis of whole numbers, such as the loss by epoch.",
  {
    kind: { description: "Which picture this is.", const: "lines" },
    what: text("What the curves show."),
    slice,
    first: {
      description: "Where the x axis begins to count; left out, it is 1.",
      type: "integer",
      minimum: 0,
    },
    yScale: { description: "How the y axis is spaced; left out, it is linear.", enum: ["linear", "log"] },
    xAxis: text("What the x axis counts, a term such as `epoch`."),
    yAxis: text("What the y axis counts, a term such as `loss`."),
    series: list(
      "The curves.",
      closedObject("One curve.", {
        name: text("Whose curve it is, a term such as `submission`."),
        values: list("Its values, one after the other.", plainNumberSchema("One value.")),
      }),
    ),
  },
  ["slice", "first", "yScale"],
);

/** The JSON Schema of a `Picture`, told apart by its `kind`. */
export const pictureSchema: JsonSchema & { readonly oneOf: readonly ObjectSchema[] } = {
  description: "A picture that a report draws; its numbers, never its pixels.",
  type: "object",
  discriminator: { propertyName: "kind" },
  oneOf: [heatmap, scatter, lines],
};
