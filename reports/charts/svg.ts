import Handlebars from "handlebars";

/** A piece of SVG whose texts are escaped. */
export type Svg = string & { readonly escaped: unique symbol };

/** Attributes of an element; numbers are rounded to a hundredth of a pixel. */
export type Attributes = Readonly<Record<string, string | number>>;

/** A length for SVG, rounded to a hundredth of a pixel. */
export function pixel(length: number): string {
  return String(Math.round(length * 100) / 100);
}

function attribute(value: string | number): string {
  return typeof value === "number" ? pixel(value) : Handlebars.escapeExpression(value);
}

/** An element with its attributes and children. */
export function element(name: string, attributes: Attributes, children: readonly Svg[] = []): Svg {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(value)}"`);
  return `<${name}${written.join("")}>${children.join("")}</${name}>` as Svg;
}

/** Text, escaped. */
export function characters(text: string): Svg {
  return Handlebars.escapeExpression(text) as Svg;
}

const LONGEST_LABEL = 32;

/** A label at a place in the picture; a picture has no room for a long one, so that is cut. */
export function label(text: string, attributes: Attributes): Svg {
  const letters = Array.from(text);
  const cut = letters.length > LONGEST_LABEL ? `${letters.slice(0, LONGEST_LABEL).join("")}…` : text;
  return element("text", attributes, [characters(cut)]);
}

/** A cross that stands for a value that is not a finite number. */
export function cross(x: number, y: number, radius: number): Svg {
  const side = pixel(2 * radius);
  const [left, top] = [pixel(x - radius), pixel(y - radius)];
  return element("path", {
    class: "cross",
    d: `M${left} ${top}l${side} ${side}m-${side} 0l${side} -${side}`,
  });
}

/** What a picture tells somebody who does not see it, and how large it is in CSS pixels. */
export interface Frame {
  /** Unique within the page. */
  id: string;
  title: string;
  description: string;
  width: number;
  height: number;
}

/** A whole picture. Its colours come from the classes of its parts and the style sheet of the page. */
export function picture(frame: Frame, children: readonly Svg[]): Svg {
  const { id, width, height } = frame;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "chart",
      role: "img",
      "aria-labelledby": `${id}-title`,
      "aria-describedby": `${id}-desc`,
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
    },
    [
      element("title", { id: `${id}-title` }, [characters(frame.title)]),
      element("desc", { id: `${id}-desc` }, [characters(frame.description)]),
      ...children,
    ],
  );
}
