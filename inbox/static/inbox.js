/* What the inbox does in a browser beyond plain pages and forms. Every page works without it. */

import { onBell, startNotify } from "./notify.js";
import { all, announce, one, visible } from "./page.js";
import { startPalette } from "./palette.js";
import { startTalk } from "./talk.js";

const body = document.body;

/* --- live: one tab of this browser listens and tells the others -------------------------------- */

// Browsers allow six connections to a plain http server, and a stream takes one for good: with a
// stream in every tab the seventh would hang. So the tab that holds the lock listens for all.
const STREAM = "/inbox/stream";
const RETRY_MS = 3000;
const tabs = new BroadcastChannel("misto-inbox");

function hear(names) {
  if (names.includes("signed-out")) return signIn();
  if (names.includes("online") || names.includes("offline")) return showLive(names[0] === "online");
  for (const part of all("[data-live]")) {
    const wanted = part.dataset.live.split(" ");
    if (names.includes("everything") || wanted.some((name) => names.includes(name))) {
      htmx.trigger(part, "live");
    }
  }
}

let leaving = false;

function signIn() {
  if (leaving) return;
  location.assign(`/inbox/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

function tell(...names) {
  tabs.postMessage(names);
  hear(names);
}

function showLive(on) {
  const sign = one("#live");
  if (!sign) return;
  const words = on ? sign.dataset.on : sign.dataset.off;
  sign.hidden = false;
  sign.classList.toggle("is-off", !on);
  if (sign.textContent === words) return;
  sign.textContent = words;
  if (!on) announce(words);
}

function listen() {
  const source = new EventSource(STREAM);
  source.onopen = () => tell("online");
  source.onmessage = (message) => tell(...message.data.split(" "));
  source.onerror = () => {
    tell("offline");
    // The browser comes back by itself, except after a refusal.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_MS);
  };
  return new Promise(() => {});
}

function startLive() {
  if (!one("[data-live], #live")) return;
  tabs.onmessage = (message) => hear(message.data);
  if (!navigator.locks) return listen();
  navigator.locks.request("misto-inbox-stream", listen);
  // Whoever listens already said so before this page was there.
  navigator.locks.query().then((state) => state.held.length && showLive(true));
}

/* --- long talks: stay at the last line unless the reader scrolled up ---------------------------- */

let atEnd = true;
let linesSeen = 0;

const atBottom = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 60;
const toBottom = (box) => { box.scrollTop = box.scrollHeight; };

function watchTalk() {
  const box = one("[data-scroll]");
  if (!box) return;
  toBottom(box);
  linesSeen = all(".line", box).length;
  box.addEventListener("scroll", () => { atEnd = atBottom(box); }, { passive: true });
}

function afterSwap() {
  const box = one("[data-scroll]");
  if (!box) return;
  if (atEnd) toBottom(box);
  const lines = all(".line", box);
  if (lines.length > linesSeen) announce(lines.at(-1).innerText);
  linesSeen = lines.length;
}

/* --- forms: sent once, and what is being typed survives a reload -------------------------------- */

const draftName = (field) => `draft:${field.dataset.draft}`;

function restoreDrafts() {
  if (one("[data-done]")) {
    for (const name of (sessionStorage.getItem("sent") || "").split("\n")) sessionStorage.removeItem(name);
  }
  sessionStorage.removeItem("sent");
  for (const field of all("[data-draft]")) {
    if (!field.value) field.value = sessionStorage.getItem(draftName(field)) || "";
  }
}

function keepDraft(event) {
  if (event.target.matches("[data-draft]")) sessionStorage.setItem(draftName(event.target), event.target.value);
}

function sendOnce(event) {
  const form = event.target;
  leaving = form.matches("[data-leave]");
  if (!form.matches("[data-once]") || event.submitter?.formTarget) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  all("button", form).forEach((button) => button.setAttribute("aria-busy", "true"));
  sessionStorage.setItem("sent", all("[data-draft]", form).map(draftName).join("\n"));
}

// Back to a page of the browser's memory: its forms may be sent anew, the server knows them by key.
function wakeForms() {
  for (const form of all("form[data-sent]")) {
    delete form.dataset.sent;
    all("button", form).forEach((button) => button.removeAttribute("aria-busy"));
  }
}

/* --- keys: by their place on the keyboard, so that the layout does not matter ------------------- */

const keysOff = () => localStorage.getItem("misto-keys") === "off";
const isTyping = (target) => target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
function step(by) {
  const rows = all("[data-rows] a").filter(visible);
  if (!rows.length) return;
  const now = rows.indexOf(document.activeElement);
  const next = now < 0 ? (by > 0 ? 0 : rows.length - 1) : now + by;
  rows[Math.max(0, Math.min(rows.length - 1, next))].focus();
}

function use(key) {
  const target = all(`[data-key~="${key}"]`).find(visible);
  if (!target) return false;
  if (target.matches("input, textarea")) target.focus();
  else if (target.matches("summary")) unfold(target.parentElement);
  else target.click();
  return true;
}

// The form that acts comes before one that only fills it in.
const FIELDS = ":is(select, textarea, input:not([type=hidden]), button)";

function unfold(details) {
  details.open = true;
  (one(`form[method=post] ${FIELDS}`, details) ?? one(FIELDS, details))?.focus();
}

const onRow = () => document.activeElement.matches("[data-rows] a");

function keyOf(event) {
  if (event.code === "Slash" || event.key === "/" || event.key === "?") {
    return event.shiftKey || event.key === "?" ? "?" : "/";
  }
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.code;
}

function pressed(key) {
  switch (key) {
    case "j": return step(1), true;
    case "k": return step(-1), true;
    case "ArrowDown": return onRow() && (step(1), true);
    case "ArrowUp": return onRow() && (step(-1), true);
    case "?": return one("#keys")?.togglePopover(), true;
    default: return /^[a-z/]$/.test(key) && use(key);
  }
}

function onKey(event) {
  const { target } = event;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("[data-send]")) {
    event.preventDefault();
    return target.form.requestSubmit(one("[data-first]", target.form));
  }
  if (event.key === "Escape" && isTyping(target)) return target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target) || keysOff()) return;
  if (pressed(keyOf(event))) event.preventDefault();
}

function startKeys() {
  const button = one("#keys-switch");
  if (!button) return;
  const name = () => { button.textContent = keysOff() ? button.dataset.on : button.dataset.off; };
  button.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem("misto-keys", keysOff() ? "on" : "off");
    name();
  });
  name();
}

/* --- begin -------------------------------------------------------------------------------------- */

const showScripted = () => all("[data-scripted]").forEach((element) => { element.hidden = false; });

restoreDrafts();
showScripted();
startKeys();
startPalette();
startNotify();
startTalk();
watchTalk();
startLive();
if (location.hash === "#reply") one("#reply textarea")?.focus();
one("[data-select]")?.select();
body.addEventListener("htmx:afterSettle", (event) => {
  afterSwap();
  showScripted();
  if (event.target.id === "bell") onBell();
});
body.addEventListener("htmx:oobAfterSwap", afterSwap);
document.addEventListener("keydown", onKey);
document.addEventListener("input", keepDraft);
document.addEventListener("submit", sendOnce);
addEventListener("pageshow", (event) => event.persisted && wakeForms());
