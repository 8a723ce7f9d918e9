export const f = "brackets without end";
