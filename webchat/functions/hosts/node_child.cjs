"use strict";
// Runs the node functions of one app: the program inside their process. It speaks as
// python_child.py does, whose docstring says how. Named .cjs so that a package.json in some folder
// above cannot make it something else; written for node 18 and later.

const fs = require("node:fs");
const net = require("node:net");
const path = require("node:path");
const { inspect } = require("node:util");
const { pathToFileURL, fileURLToPath } = require("node:url");

const LIMIT = 8_000_000; // bytes of JSON; as in python_child.py
const DEEPEST = 200; // levels; likewise
const LONGEST_TEXT = 1000;
const LONGEST_TRACE = 20_000;
const DEEPEST_CAUSE = 5;
const { parse, stringify } = JSON; // a handler may patch its own

const [number, folder] = process.argv.splice(2);
const folders = [folder, realPath(folder)].map((one) => one + path.sep);
const handlers = new Map();
const socket = new net.Socket({ fd: Number(number), readable: true, writable: true });
let held = Buffer.alloc(0);

class NoHandlerError extends Error {}
class UnfitAnswerError extends Error {}

// -- messages ------------------------------------------------------------------------------------

function send(text) {
  const frame = Buffer.allocUnsafe(4 + Buffer.byteLength(text));
  frame.writeUInt32BE(frame.length - 4);
  frame.write(text, 4);
  socket.write(frame);
}

function receive(data) {
  held = held.length ? Buffer.concat([held, data]) : data;
  while (held.length >= 4 && held.length >= 4 + held.readUInt32BE(0)) {
    const end = 4 + held.readUInt32BE(0);
    const message = parse(held.toString("utf8", 4, end));
    held = held.subarray(end);
    if (message.call) void run(message); // a function that was called cannot be cancelled here
  }
}

// -- handlers ------------------------------------------------------------------------------------

async function run({ call, path: file, parameters }) {
  let kind = "load";
  let said;
  try {
    const handler = handlers.get(file) ?? (await load(file));
    handlers.set(file, handler);
    kind = "raised";
    said = `"answer": ${json(await handler(parameters))}`;
  } catch (error) {
    said = `"error": ${stringify(described(error, kind))}`;
  }
  send(`{"id": ${stringify(call)}, ${said}}`);
}

async function load(file) {
  const names = await exportsOf(file);
  const holder = names?.handler === undefined ? names?.default : names;
  const handler = holder?.handler;
  const name = path.basename(file);
  if (handler === undefined) {
    const wanted = "“exports.handler = async function (parameters) {…}”";
    throw new NoHandlerError(`${name} exports no handler; ${wanted} was expected.`);
  }
  if (typeof handler !== "function") {
    const came = handler === null ? "null" : typeof handler;
    throw new NoHandlerError(`The handler of ${name} should be a function, but it is: ${came}.`);
  }
  return (parameters) => handler.call(holder, parameters);
}

async function exportsOf(file) {
  try {
    return require(file);
  } catch (error) {
    const isModule = ["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE"].includes(error?.code);
    if (!isModule) throw error;
    return await import(pathToFileURL(file));
  }
}

function json(answer) {
  let text;
  try {
    text = stringify(answer) ?? "null"; // undefined has no JSON
  } catch (error) {
    if (isOutOfMemory(error)) throw error;
    const why = String(error?.message ?? error).replace(/\s*\n\s*/g, " ");
    throw new UnfitAnswerError(`is no JSON: ${why}`);
  }
  const size = Buffer.byteLength(text);
  if (size > LIMIT) {
    const [came, taken] = [(size / 1e6).toFixed(1), (LIMIT / 1e6).toFixed(0)];
    throw new UnfitAnswerError(`is too long: ${came} MB, and ${taken} MB are taken`);
  }
  if (text.length > 2 * DEEPEST && depthOf(text) > DEEPEST) {
    throw new UnfitAnswerError(`is no JSON: it is nested deeper than ${DEEPEST} levels`);
  }
  // Half a surrogate pair is no text; JSON writes it as an escape.
  return text.replace(/\\(\\|u[dD][89a-fA-F][0-9a-fA-F]{2})/g, (all, one) =>
    one === "\\" ? all : "?",
  );
}

function depthOf(text) {
  let [depth, deepest, isInText] = [0, 0, false];
  for (let n = 0; n < text.length; n++) {
    const one = text[n];
    if (isInText && one === "\\") n++;
    else if (one === '"') isInText = !isInText;
    else if (isInText) continue;
    else if (one === "[" || one === "{") deepest = Math.max(deepest, ++depth);
    else if (one === "]" || one === "}") depth--;
  }
  return deepest;
}

// -- errors --------------------------------------------------------------------------------------

function described(error, kind) {
  if (error instanceof NoHandlerError) return { kind: "missing", text: error.message };
  if (error instanceof UnfitAnswerError) return { kind: "unfit", text: error.message };
  const lines = traceOf(error);
  return {
    kind: isOutOfMemory(error) ? "memory" : kind,
    text: textOf(error).slice(0, LONGEST_TEXT),
    place: lines.map(placeIn).find(Boolean) ?? "",
    trace: lines.join("\n").slice(0, LONGEST_TRACE),
  };
}

function textOf(error) {
  try {
    if (!(error instanceof Error)) return inspect(error);
    return `${error.name}: ${error.message}`.split("\nRequire stack:")[0];
  } catch {
    return "an error whose text cannot be made";
  }
}

function traceOf(error, depth = 0) {
  let lines;
  let cause;
  try {
    lines = String(error?.stack ?? inspect(error)).split("\n");
    cause = error?.cause;
  } catch {
    return [];
  }
  lines = lines.filter((one) => !isOurs(one));
  if (!(cause instanceof Error) || depth === DEEPEST_CAUSE) return lines;
  const [first, ...rest] = traceOf(cause, depth + 1);
  return [...lines, `Caused by: ${first}`, ...rest];
}

function isOurs(line) {
  if (line === `- ${__filename}`) return true; // in the stack of what required what
  return /^\s+at /.test(line) && (line.includes(__filename) || /[( ]node:/.test(line));
}

function placeIn(line) {
  const found = /(file:\/\/\/.*?|\/.*?):(\d+)(?::\d+)?\)?$/.exec(line);
  if (!found) return "";
  const file = found[1].startsWith("file:") ? fileURLToPath(found[1]) : found[1];
  const inside = folders.find((one) => file.startsWith(one));
  return inside ? `${file.slice(inside.length)}:${found[2]}` : "";
}

function isOutOfMemory(error) {
  return error instanceof RangeError && /allocation failed|out of memory/i.test(error.message);
}

function realPath(given) {
  try {
    return fs.realpathSync(given);
  } catch {
    return given;
  }
}

// What is printed is written at once: nothing is lost in a crash, and no flood is held in memory.
for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true);
socket.on("data", receive);
socket.on("error", () => process.exit(0));
socket.on("close", () => process.exit(0));
send(`{"ready": "node ${process.version.slice(1)}"}`);
