export const f = (X) => X;
