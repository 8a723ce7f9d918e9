// Loaded into every process of a run by NODE_OPTIONS: writes down what is sent to hosts, one line for each frame.
const { createHash } = require("node:crypto");
const { appendFileSync } = require("node:fs");
const { Socket } = require("node:net");

const FILE = process.env.GRADECHECK_TEST_RECORDING;
const LENGTH_BYTES = 4;
const ID = /"id":"[0-9a-f]{32}"/;
const CODE = /"code":"(?:[^"\\]|\\.)*"/;

// oxlint-disable-next-line typescript/unbound-method -- called with its socket below
const send = Socket.prototype.write;
let channels = 0;

/** What a frame asks: without the random id, and of a load without the code, which is the submission's own. */
function asked(frame) {
  const end = 2 * LENGTH_BYTES + frame.readUInt32LE(LENGTH_BYTES);
  const envelope = frame
    .toString("utf8", 2 * LENGTH_BYTES, end)
    .replace(ID, '"id":""')
    .replace(CODE, '"code":""');
  const { type, module } = JSON.parse(envelope);
  // What pads the envelope of a load depends on the length of the code.
  const numbers = type === "load" ? Buffer.alloc(0) : frame.subarray(end);
  return { type, module, envelope: hashOf(envelope), numbers: hashOf(numbers) };
}

function hashOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

function isFrame(data) {
  if (!Buffer.isBuffer(data) || data.length < 3 * LENGTH_BYTES) return false;
  const start = data.toString("latin1", 2 * LENGTH_BYTES, 2 * LENGTH_BYTES + 8);
  return data.readUInt32LE(0) === data.length - LENGTH_BYTES && start === '{"type":';
}

Socket.prototype.write = function (data, ...rest) {
  if (FILE !== undefined && isFrame(data)) {
    this.recordedAs ??= `${process.pid}.${++channels}`;
    appendFileSync(FILE, `${JSON.stringify({ host: this.recordedAs, ...asked(data) })}\n`);
  }
  return send.call(this, data, ...rest);
};
