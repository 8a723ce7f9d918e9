import { checksOf } from "../kit/index.js";
import { GRU, LSTM, RNN } from "./cell.js";
import { lstmFlow, rnnFlow } from "./flow-problems.js";
import { askFlow, judgeFlow, pictureOfFlows, readFlow, rightFlow } from "./gradient-flow.js";
import { learnToRemember } from "./remembering.js";

const check = checksOf("learning");

check("memory-rnn", { points: 2, kind: "training" }, (context) => learnToRemember(context, RNN));
check("memory-lstm", { points: 2, kind: "training" }, (context) => learnToRemember(context, LSTM));
check("memory-gru", { points: 2, kind: "training" }, (context) => learnToRemember(context, GRU));

check("vanishing", { points: 2, kind: "gradient" }, async (context) => {
  const small = rnnFlow(context.random.fork("small"), 0.7);
  const large = rnnFlow(context.random.fork("large"), 1.3);
  const script = context.script();
  const asked = [small, large].map((problem, i) =>
    askFlow(script, problem, context.random.fork(`flow ${i}`)),
  );
  const answers = await context.run(script);
  const [vanishing = [], exploding = []] = asked.map((question) => readFlow(answers, question));
  pictureOfFlows(context, {
    "Uh = 0.7 Q, submission": vanishing,
    "Uh = 1.3 Q, submission": exploding,
    "Uh = 0.7 Q, reference": rightFlow(small),
    "Uh = 1.3 Q, reference": rightFlow(large),
  });
  for (const question of asked) judgeFlow(context, answers, question);
});

check("highway", { points: 2, kind: "gradient" }, async (context) => {
  const problem = lstmFlow(context.random);
  const script = context.script();
  const question = askFlow(script, problem, context.random);
  const answers = await context.run(script);
  pictureOfFlows(context, {
    "LSTM, submission": readFlow(answers, question),
    "LSTM, reference": rightFlow(problem),
    "RNN, reference": rightFlow(rnnFlow(context.random, 0.7)),
  });
  judgeFlow(context, answers, question);
});
