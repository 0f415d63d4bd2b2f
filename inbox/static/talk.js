/* A conversation: who types, ready replies by `/`, advice put into the answer. */

import { all, one } from "./page.js";

const TYPING_EVERY_MS = 4000;
const SILENT_AFTER_MS = 6000;

/* --- ready replies and advice: put where the cursor is ----------------------------------------- */

function insert(words) {
  const field = one("#text");
  if (!field) return;
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const csrf = () => one("input[name=csrf]").value;

async function takeReply(button) {
  const body = new URLSearchParams({ csrf: csrf(), reply: button.value });
  const answer = await fetch(button.dataset.reply, { method: "POST", body, headers: { "X-Requested-With": "misto" } });
  if (!answer.ok) return location.reload();
  closeReplies();
  insert(await answer.text());
}

function closeReplies() {
  const list = one("#replies");
  if (list) list.open = false;
}

function openReplies() {
  const list = one("#replies");
  if (!list) return false;
  list.open = true;
  one("#reply-filter").value = "";
  filterReplies();
  one("#reply-filter").focus();
  return true;
}

const offered = () => all("#replies li").filter((item) => !item.hidden).map((item) => one("button", item));

function filterReplies() {
  const wanted = one("#reply-filter").value.trim().toLowerCase();
  for (const item of all("#replies li")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
}

function moveAmongReplies(event) {
  const buttons = offered();
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "ArrowDown") (buttons[at + 1] ?? buttons[0])?.focus();
  else if (event.key === "ArrowUp") (at > 0 ? buttons[at - 1] : one("#reply-filter")).focus();
  else if (event.key === "Enter" && at < 0) buttons[0]?.click();
  else if (event.key === "Escape") { closeReplies(); one("#text")?.focus(); }
  else return;
  event.preventDefault();
}

// A slash that begins a word is a wish for a ready reply; within a word it is a slash.
function slash(event) {
  const field = event.target;
  const before = field.value.slice(0, field.selectionStart);
  if (event.key === "/" && /(^|\s)$/.test(before) && openReplies()) event.preventDefault();
}

/* --- who types ----------------------------------------------------------------------------------- */

let toldAt = 0;
let silence = 0;

function tellTyping(typing) {
  one("#typing").value = typing ? "yes" : "no";
  htmx.trigger("#talk-here", "typing");
}

function typed() {
  clearTimeout(silence);
  silence = setTimeout(() => { toldAt = 0; tellTyping(false); }, SILENT_AFTER_MS);
  if (Date.now() - toldAt < TYPING_EVERY_MS) return;
  toldAt = Date.now();
  tellTyping(true);
}

function leave() {
  navigator.sendBeacon(one("#talk-here").dataset.here, new URLSearchParams({ csrf: csrf(), leave: "yes" }));
}

export function startTalk() {
  const field = one("#text[data-typing]");
  if (field && one("#talk-here")) field.addEventListener("input", typed);
  if (one("#talk-here")) addEventListener("pagehide", leave);
  if (field && one("#replies")) {
    field.addEventListener("keydown", slash);
    one("#reply-filter").addEventListener("input", filterReplies);
    one("#replies").addEventListener("keydown", moveAmongReplies);
    one("#replies").addEventListener("toggle", (event) => event.target.open && one("#reply-filter").focus());
  }
  document.addEventListener("click", (event) => {
    const reply = event.target.closest("[data-reply]");
    const advised = event.target.closest("[data-insert]");
    if (reply) { event.preventDefault(); takeReply(reply); }
    if (advised) insert(one(`#${advised.dataset.insert}`).textContent);
  });
}
