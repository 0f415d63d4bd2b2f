// The page's wiring: what the resident does goes into the queue, what the city says into the log.

import { Answers } from "./answers.js";
import { MOST_FILES, previews, upload } from "./files.js";
import { Frame, keepLanguage } from "./frame.js";
import { Log, button } from "./log.js";
import { Queue, newEvent, post } from "./queue.js";
import { ours, useToken } from "./session.js";
import { passing } from "./storage.js";
import { Stream } from "./stream.js";

const TYPING_AFTER_MS = 400;
const CONNECTION_AFTER_MS = 1500;
const ASLEEP_MS = 60000;
const DRAFT = "misto.draft";
const RELOADED = "misto.reloaded";
// The city was reached and has no room for it now.
const BUSY = ["too_many_from_address", "too_many_uploads", "overloaded"];

const part = (id) => document.getElementById(id);
const page = JSON.parse(part("state").textContent);
const { texts } = page;
const frame = page.framed ? new Frame(part("close"), { shown: () => awake() }) : null;

// --- the talk ----------------------------------------------------------------------------------------

const log = new Log(part("log"), part("jump"), page);
const answers = new Answers(document.createElement("div"), texts, {
  press: (choice) => send(choice.label, { button: choice.value }),
  place: (point) => send(ownText({ text: `${point.lat}, ${point.long}`, place: true }), { location: point }),
  phone: (phone) => send(phone, { contact: { phone } }),
  photo: (fromCamera) => part(fromCamera ? "camera" : "files").click(),
  say: (words) => notice(words),
});
answers.element.className = "answers";
log.keepLast(answers.element, part("typing"));

const queue = new Queue({
  upload: (file) => upload(file, page.maxUploadBytes),
  on: { state: showState, done, idle: () => rest() },
});

const stream = new Stream(page.cursor, {
  message: (message) => receive([message]),
  own: (line) => {
    connection({ reached: true });
    queue.settle(line.event);
    log.addOwn({ event: line.event, at: line.at, text: ownText(line) });
    log.setState(line.event, "sent");
  },
  state: (state) => connection({ stream: state, ...(state === "online" && { reached: true }) }),
});

/** Send one thing: shown at once, confirmed later. The focus stays near what was done. */
function send(text, body, { files = [] } = {}) {
  const entry = { event: newEvent(), at: Date.now(), text, body };
  if (files.length) Object.assign(entry, { files: [...files], body: { ...body, attachments: [] } });
  const pressed = document.activeElement?.closest(".answers");
  const line = log.addOwn({ ...entry, pictures: previews(files) });
  if (pressed) line.focus({ preventScroll: true });
  part("examples")?.remove();
  notice("");
  queue.add(entry);
  log.toBottom();
}

function showState(entry, state, code, againMs = 0) {
  if (entry.text) log.addOwn(entry);
  if (code === "unreachable") connection({ reached: false });
  if (code === "no_session") renewSession();
  const failed = state === "failed";
  const shown = BUSY.includes(code) && !failed ? "queued" : state;
  log.setState(entry.event, shown, { reason: reason(code), buttons: failed ? secondChance(entry) : [] });
  if (failed) notice(texts["failed-aloud"]);
  else work(state);
  if (code === "too_many_from_address") notice(texts["too-many-here"].replace("%", Math.ceil(againMs / 1000)));
}

function reason(code) {
  return { too_large: texts["too-large"], too_many_uploads: texts["too-many"] }[code] ?? "";
}

function secondChance(entry) {
  return [
    button(texts["send-again"], () => queue.retry(entry)),
    button(texts.discard, () => {
      queue.discard(entry);
      log.dropOwn(entry.event);
      part("text").focus();
    }, "quiet"),
  ];
}

function done(entry, { messages }) {
  page.known = true;
  frame?.keepTalk();
  passing.remove(RELOADED);
  connection({ reached: true });
  log.setState(entry.event, "sent");
  if (!queue.busy) notice("");
  receive(messages);
  stream.open();
}

function receive(messages) {
  const fresh = log.add(messages);
  for (const message of fresh) answers.hear(message);
  if (!fresh.length) return;
  showTyping(false);
  if (log.stuck && !answers.element.hidden) log.toBottom();
  if (isAway()) unread(unreadCount + fresh.length);
}

function ownText({ text = "", place = false, files = [] }) {
  const words = place ? `${texts.place}: ${text}` : text;
  const lines = [words, ...files.map(fileName)].filter(Boolean);
  return lines.join("\n") || texts.pressed;
}

function fileName(name) {
  if (name === "photo" || name === "document") return texts[name];
  return `${texts.document}: ${name}`;
}

/** The cookie is gone: a fresh page brings another, and what waits is sent from there. */
function renewSession() {
  if (passing.get(RELOADED)) {
    notice(texts["no-session"]);
    return;
  }
  passing.set(RELOADED, "yes");
  location.reload();
}

// --- waiting for an answer ---------------------------------------------------------------------------

let typingTimer;

function work(state) {
  answers.away = true;
  showTyping(false);
  if (state === "sending") typingTimer = setTimeout(() => showTyping(true), TYPING_AFTER_MS);
}

function rest() {
  answers.away = false;
  showTyping(false);
  if (log.stuck) log.toBottom();
}

function showTyping(shown) {
  clearTimeout(typingTimer);
  part("typing").hidden = !shown;
  if (shown && log.stuck) log.toBottom();
}

// --- what is said around the talk --------------------------------------------------------------------

const title = document.title;
let unreadCount = 0;
let link = { stream: "online", reached: true };
let connectionTimer;

function isAway() {
  return document.hidden || frame?.shown === false;
}

function unread(count) {
  unreadCount = count;
  document.title = count ? `(${count}) ${title}` : title;
  frame?.tell("unread", { count });
}

function notice(words) {
  part("notice").textContent = words;
}

/** Show how the connection is; trouble only when it lasts. */
function connection(change = {}) {
  link = { ...link, ...change };
  const state = navigator.onLine && link.reached ? link.stream : "offline";
  clearTimeout(connectionTimer);
  connectionTimer = setTimeout(() => {
    part("connection").dataset.state = state;
    if (part("connection").textContent !== texts[state]) part("connection").textContent = texts[state];
  }, state === "online" ? 0 : CONNECTION_AFTER_MS);
}

// --- the composer ------------------------------------------------------------------------------------

const field = part("text");
// Whose talk it is, is not known before; what is written meanwhile stays in the field.
let begun = false;

part("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text || !begun) return;
  if ([...text].length > page.maxCharacters) {
    notice(texts["too-long"]);
    return;
  }
  field.value = "";
  drafted();
  send(text, { text });
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  part("composer").requestSubmit();
});

field.addEventListener("input", drafted);

/** Keep what is being written over a reload, and the field as high as its text. */
function drafted() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
  passing.set(DRAFT, field.value);
}

// The keyboard of a phone stays up: a tap on the button must not take the focus from the field.
part("composer").querySelector(".send").addEventListener("pointerdown", (event) => {
  if (document.activeElement === field) event.preventDefault();
});

for (const example of document.querySelectorAll("#examples button")) {
  example.addEventListener("click", () => send(example.textContent, { text: example.textContent }));
}

// --- files -------------------------------------------------------------------------------------------

part("attach").addEventListener("click", () => part("files").click());

for (const picker of [part("files"), part("camera")]) {
  picker.addEventListener("change", () => {
    sendFiles([...picker.files]);
    picker.value = "";
  });
}

field.addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  if (files.length) event.preventDefault();
  sendFiles(files);
});

addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.toggle("dragging", event.dataTransfer.types.includes("Files"));
});
addEventListener("dragleave", (event) => event.relatedTarget ?? document.body.classList.remove("dragging"));
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dragging");
  sendFiles([...event.dataTransfer.files]);
});

function sendFiles(files) {
  if (!begun) {
    notice(files.length ? texts["link-later"] : "");
    return;
  }
  for (let from = 0; from < files.length; from += MOST_FILES) {
    const some = files.slice(from, from + MOST_FILES);
    const names = some.map((file) => (file.type.startsWith("image/") ? "photo" : file.name));
    send(ownText({ files: names }), {}, { files: some });
  }
}

// --- going on elsewhere ------------------------------------------------------------------------------

const elsewhere = part("elsewhere");

part("resume").addEventListener("click", async () => {
  try {
    const { link } = await post("/chat/link", {});
    part("link").value = link;
    part("apart")?.setAttribute("href", link);
    part("copied").textContent = "";
    elsewhere.showModal();
    part("link").select();
  } catch {
    notice(texts["link-later"]);
  }
});

part("copy").addEventListener("click", async () => {
  part("link").select();
  // Old browsers, and pages that are not served over TLS, have only the old way.
  const copied = await navigator.clipboard?.writeText(part("link").value).then(() => true, () => false);
  if (copied || document.execCommand("copy")) part("copied").textContent = texts.copied;
});

// --- the page comes and goes -------------------------------------------------------------------------

let hiddenAt = 0;
let wakeUp = () => {};

/** Of the hidden tabs one goes on listening: browsers allow few connections to one host. */
function fallAsleep() {
  hiddenAt = Date.now();
  navigator.locks?.request("misto-background", { ifAvailable: true }, (lock) => {
    if (lock && document.hidden) return new Promise((resolve) => { wakeUp = resolve; });
    if (document.hidden) stream.close();
    return null;
  });
}

function awake() {
  wakeUp();
  unread(0);
  if (page.known && Date.now() - hiddenAt > ASLEEP_MS) stream.reopen();
  else if (page.known) stream.open();
  queue.hurry();
}

document.addEventListener("visibilitychange", () => (document.hidden ? fallAsleep() : awake()));

addEventListener("online", () => {
  connection();
  if (page.known) stream.reopen();
  queue.hurry();
});
addEventListener("offline", () => connection());
addEventListener("beforeunload", (event) => {
  if (queue.fragile) event.preventDefault();
});

// An on-screen keyboard that covers the page instead of shrinking it would hide the field.
visualViewport?.addEventListener("resize", () => {
  if (visualViewport.scale > 1) return;
  document.documentElement.style.setProperty("--height", `${visualViewport.height}px`);
  scrollTo(0, 0);
});

/** A link may name what for (`?start=…`); it counts once, so it leaves the address. */
function arrive() {
  const address = new URL(location.href);
  const payload = address.searchParams.get("start");
  if (payload) queue.add({ event: newEvent(), at: Date.now(), text: "", body: { start: payload.slice(0, 64) } });
  address.searchParams.delete("start");
  address.searchParams.delete("lang");
  if (address.href !== location.href) history.replaceState(null, "", address);
}

/** In a frame the talk comes after the page; whoever had none yet waits for nothing. */
async function bringTalk() {
  connection({ stream: "connecting" });
  const address = `/chat/talk${new URL(location.href).search}`;
  for (let waitMs = 1000; ; waitMs = Math.min(waitMs * 2, 30000)) {
    const response = await fetch(address, ours()).catch(() => null);
    if (response?.ok) return showTalk(await response.json());
    connection({ reached: response !== null });
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

function showTalk({ known, lines, cursor, question, more }) {
  connection({ reached: true, stream: "online" });
  Object.assign(page, { known, question });
  frame.keepTalk();
  stream.cursor = cursor;
  if (!lines.length) return;
  // What was said long ago is there to be read, and not read out.
  part("log").ariaLive = "off";
  for (const id of ["welcome", "examples"]) part(id)?.remove();
  part("earlier").hidden = !more;
  for (const line of lines) {
    if ("id" in line) log.add([line]);
    else log.addOwn({ event: line.event, at: line.at, text: ownText(line) });
  }
  setTimeout(() => { part("log").ariaLive = null; }, 1000);
}

async function begin() {
  if (frame && keepLanguage(document.querySelector(".language"), page.language)) return;
  field.value = field.value || (passing.get(DRAFT) ?? "");
  drafted();
  if (frame && await useToken(() => frame.keptToken())) await bringTalk();
  if (page.question) answers.hear(page.question);
  queue.restore((event) => log.own.has(event));
  connection();
  if (page.known) stream.open();
  arrive();
  for (const waiting of document.querySelectorAll("[disabled]")) waiting.disabled = false;
  begun = true;
  log.toBottom();
  frame?.tell("ready");
}

begin();
