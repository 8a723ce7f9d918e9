/** The longest payload of a frame, in bytes. */
export const FRAME_BYTES: number = 64 * 1024 * 1024;
/** The most bytes of JSON in one frame. */
export const ENVELOPE_BYTES: number = 32 * 1024 * 1024;
/** The deepest nesting of brackets in the JSON; a value of depth {@link DEPTH} needs three per level. */
export const JSON_DEPTH = 64;
/** The most axes of a tensor. */
export const RANK = 8;
/** The deepest nesting of lists and objects in a value or an argument. */
export const DEPTH = 16;
/** The most items of a list that are shown. */
export const LIST_ITEMS = 64;
/** The most entries of an object. */
export const OBJECT_ENTRIES = 256;
/** The longest text of any kind, in UTF-16 code units. */
export const TEXT_LENGTH = 2048;
/** The most elements of one tensor. */
export const TENSOR_ELEMENTS = 4_000_000;
/** The most lists, objects and leaves in one value. */
export const VALUE_NODES = 10_000;
/** The most names that a module may export. */
export const EXPORTS = 256;
/** How much of what a submission prints in one call is kept, in UTF-16 code units, the note about the gap included. */
export const OUTPUT_LENGTH: number = 64 * 1024;
