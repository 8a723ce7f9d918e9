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

const heatmap: ObjectSchema = closedObject(
  "A matrix shown as colours: got beside expected and their error.",
  {
    kind: { description: "Which picture this is.", const: "heatmap" },
    what: text("What the tensor is called in the handout, such as `dW1` or `y`."),
    rowAxis: text("The name of the row axis, such as `example`."),
    columnAxis: text("The name of the column axis, such as `class`."),
    rows: count("The number of rows."),
    columns: count("The number of columns."),
    got: entries("The submission's entries, row-major `(rows, columns)`."),
    expected: entries("The right entries, row-major `(rows, columns)`."),
    error: entries("The absolute differences, row-major `(rows, columns)`."),
  },
);

const scatter: ObjectSchema = closedObject(
  "Analytic against numeric gradient: on the diagonal where they agree.",
  {
    kind: { description: "Which picture this is.", const: "scatter" },
    what: text("What the gradient is called in the handout."),
    xAxis: text("What the x axis counts."),
    yAxis: text("What the y axis counts."),
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
  "Curves over a shared x axis that counts from 1, such as the loss by epoch.",
  {
    kind: { description: "Which picture this is.", const: "lines" },
    what: text("What the curves show."),
    xAxis: text("What the x axis counts, such as `epoch`."),
    yAxis: text("What the y axis counts, such as `loss`."),
    series: list(
      "The curves.",
      closedObject("One curve.", {
        name: text("Whose curve it is."),
        values: list("Its values at 1, 2, 3 …", plainNumberSchema("One value.")),
      }),
    ),
  },
);

/** The JSON Schema of a `Picture`, told apart by its `kind`. */
export const pictureSchema: JsonSchema & { readonly oneOf: readonly ObjectSchema[] } = {
  description: "A picture that a report draws; its numbers, never its pixels.",
  type: "object",
  discriminator: { propertyName: "kind" },
  oneOf: [heatmap, scatter, lines],
};
