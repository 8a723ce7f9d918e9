import { connect } from "node:net";

const ask = (where) =>
  new Promise((resolve) => {
    let heard = "";
    connect(where)
      .on("data", (data) => (heard += data))
      .on("error", (error) => resolve(error.code))
      .on("close", () => resolve(heard));
  });

const found = [
  await ask({ host: "127.0.0.1", port: Number("@port@") }),
  await ask({ path: "@socket@" }),
  // Nobody is asked who is not on this machine.
  await fetch("http://127.0.0.1:@port@/").then(
    () => "fetched",
    () => "failed",
  ),
];

export const attack = () => found.join(" ");
