/* Browser notifications: on where their user switched them on, told once by one tab of the browser. */

import { one } from "./page.js";

const WANTED = "misto-notify";
const TOLD = "misto-notified";

const wanted = () => localStorage.getItem(WANTED) === "on" && Notification.permission === "granted";

function tell(bell) {
  const newest = Number(bell.dataset.newest);
  const first = localStorage.getItem(TOLD) === null;
  if (!newest || newest <= Number(localStorage.getItem(TOLD))) return;
  localStorage.setItem(TOLD, String(newest));
  // What was there before notifications were switched on is no news.
  if (first || !wanted() || document.hasFocus()) return;
  const told = new Notification("misto", { body: bell.dataset.words, tag: `misto-${newest}`, icon: one("link[rel=icon]").href });
  told.addEventListener("click", () => { window.focus(); location.assign(bell.dataset.href); });
}

// Every tab hears of a notice at once; the lock lets one of them tell it.
export function onBell() {
  const bell = one(".bell[data-newest]");
  if (!bell || !("Notification" in window)) {
    if (localStorage.getItem(TOLD) === null) localStorage.setItem(TOLD, "0");
    return;
  }
  if (navigator.locks) navigator.locks.request("misto-notify", () => tell(bell));
  else tell(bell);
}

function showSwitch() {
  const state = one("#browser-notify-state");
  const button = one("#browser-notify-switch");
  const denied = Notification.permission === "denied";
  state.textContent = denied ? state.dataset.denied : wanted() ? state.dataset.on : state.dataset.off;
  button.textContent = wanted() ? button.dataset.on : button.dataset.off;
  button.hidden = denied;
}

async function flip() {
  if (wanted()) localStorage.setItem(WANTED, "off");
  else if (await Notification.requestPermission() === "granted") localStorage.setItem(WANTED, "on");
  showSwitch();
}

export function startNotify() {
  const box = one("#browser-notify");
  if (!box || !("Notification" in window)) return;
  box.hidden = false;
  one("#browser-notify-switch").addEventListener("click", flip);
  showSwitch();
}
