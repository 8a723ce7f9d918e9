export const f = () => [
  {
    get 0() {
      process.exit(0);
    },
  },
];
