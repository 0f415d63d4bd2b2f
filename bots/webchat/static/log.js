// The talk on the screen: each message once, by its number; each line of the resident once, by its event.

import { dress } from "./links.js";

const CLOSE_PX = 80;

export class Log {
  /** `element` holds the lines that the server rendered; `jump` leads down to new ones. */
  constructor(element, jump, { texts, language, timezone }) {
    this.element = element;
    this.jump = jump;
    this.texts = texts;
    this.language = language;
    this.clock = new Clock(language, timezone, texts);
    this.messages = new Map();
    this.own = new Map();
    this.tail = [];
    this.stuck = true;
    this.#adopt();
    this.#follow();
  }

  /** Take over what the server rendered. */
  #adopt() {
    for (const line of this.element.querySelectorAll(".line")) {
      if (line.dataset.id) this.messages.set(Number(line.dataset.id), line);
      if (line.dataset.event) this.own.set(line.dataset.event, line);
      const text = line.querySelector(".text");
      this.#dress(line, text.textContent);
    }
    for (const day of this.element.querySelectorAll(".day time")) {
      day.textContent = this.clock.day(day.dateTime);
    }
    this.lastDay = [...this.element.querySelectorAll(".day time")].at(-1)?.dateTime;
  }

  /** Keep to the bottom while the reader is there: also when the keyboard opens or the field grows. */
  #follow() {
    this.element.addEventListener("scroll", () => {
      this.stuck = this.#room() < CLOSE_PX;
      if (this.stuck) this.jump.hidden = true;
    }, { passive: true });
    new ResizeObserver(() => this.stuck && this.toBottom()).observe(this.element);
    this.jump.addEventListener("click", () => this.toBottom());
  }

  #room() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight;
  }

  toBottom() {
    this.element.scrollTop = this.element.scrollHeight;
    this.stuck = true;
    this.jump.hidden = true;
  }

  /** Elements that stay below all lines. */
  keepLast(...elements) {
    this.tail = elements;
    this.element.append(...elements);
  }

  /** Show messages that are not there yet; returns these. */
  add(messages) {
    const fresh = messages.filter((message) => !this.messages.has(message.id));
    const lines = fresh.map((message) => this.#place(message));
    if (lines.length) this.#reveal(lines[0]);
    return fresh;
  }

  #place(message) {
    const line = this.#botLine(message);
    const later = [...this.messages.keys()].filter((id) => id > message.id);
    this.messages.set(message.id, line);
    if (later.length) this.messages.get(Math.min(...later)).before(line);
    else this.#append(line, message.at);
    return line;
  }

  #botLine({ id, kind = "info", text, at, reply_to = "" }) {
    const line = copy("bot-line");
    line.classList.add(kind);
    line.dataset.id = id;
    line.dataset.reply = reply_to;
    const label = this.texts[`who-${kind}`];
    if (label) {
      line.querySelector(".who").textContent = label;
      line.querySelector(".who").classList.remove("aside");
    }
    this.#fill(line, text, at);
    return line;
  }

  /** Show a line of the resident unless it is there; returns its element. */
  addOwn({ event, text, at, pictures = [] }) {
    if (this.own.has(event)) return this.own.get(event);
    const line = copy("own-line");
    line.dataset.event = event;
    this.own.set(event, line);
    this.#fill(line, text, at);
    line.querySelector(".text").before(...pictures);
    this.#append(line, at);
    return line;
  }

  dropOwn(event) {
    this.own.get(event)?.remove();
    this.own.delete(event);
  }

  /** Show what became of a line: sending, waiting, queued, failed (with a reason and buttons) or sent. */
  setState(event, state, { reason = "", buttons = [] } = {}) {
    const line = this.own.get(event);
    if (!line) return;
    line.dataset.state = state;
    const said = state === "sent" ? "" : this.texts[state];
    line.querySelector(".state").textContent = reason ? `${said}: ${reason}` : said;
    line.querySelector(".again")?.remove();
    if (buttons.length) line.append(row("again", buttons));
    if (this.stuck) this.toBottom();
  }

  #fill(line, text, at) {
    const moment = new Date(at);
    const time = line.querySelector("time");
    time.dateTime = moment.toISOString();
    time.textContent = this.clock.hour(moment);
    this.#dress(line, text);
    const foreign = foreignLanguage(text, this.language);
    if (foreign) line.querySelector(".text").lang = foreign;
  }

  #dress(line, text) {
    dress(line.querySelector(".text"), text, {
      bold: !line.matches(".own, .staff"),
      emergency: line.matches(".alarm, #welcome"),
      newTab: this.texts["new-tab"],
    });
  }

  #append(line, at) {
    const day = this.clock.date(new Date(at));
    if (day !== this.lastDay) this.#insert(this.#dayLine(day));
    this.lastDay = day;
    this.#insert(line);
  }

  #insert(element) {
    if (this.tail.length) this.tail[0].before(element);
    else this.element.append(element);
  }

  #dayLine(day) {
    const line = document.createElement("p");
    const time = document.createElement("time");
    line.className = "day";
    time.dateTime = day;
    time.textContent = this.clock.day(day);
    line.append(time);
    return line;
  }

  /** Bring a new line into view: its beginning, when what came is longer than the screen. */
  #reveal(first) {
    if (!this.stuck) {
      this.jump.hidden = false;
      return;
    }
    this.toBottom();
    const above = this.element.getBoundingClientRect().top - first.getBoundingClientRect().top;
    if (above > 0) this.element.scrollTop -= above + 8;
    this.stuck = this.#room() < CLOSE_PX;
  }
}

class Clock {
  constructor(language, timezone, texts) {
    const locale = language === "en" ? "en-GB" : "uk";
    this.hours = formatter(locale, { hour: "2-digit", minute: "2-digit", timeZone: timezone });
    this.dates = formatter("sv-SE", { timeZone: timezone });
    this.days = formatter(locale, { day: "numeric", month: "long", timeZone: "UTC" });
    this.texts = texts;
  }

  hour(moment) {
    return this.hours.format(moment);
  }

  /** The calendar day of a moment in the city, as 2026-11-24. */
  date(moment) {
    return this.dates.format(moment);
  }

  day(date) {
    const yesterday = new Date(Date.now() - 24 * 3600 * 1000);
    if (date === this.date(new Date())) return this.texts.today;
    if (date === this.date(yesterday)) return this.texts.yesterday;
    return this.days.format(new Date(`${date}T12:00:00Z`));
  }
}

function formatter(locale, options) {
  try {
    return new Intl.DateTimeFormat(locale, options);
  } catch {
    // An old browser that does not know the city's zone shows its own.
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: undefined });
  }
}

function foreignLanguage(text, page) {
  const letters = text.match(/\p{L}/gu) ?? [];
  if (!letters.length) return null;
  const cyrillic = letters.filter((letter) => letter >= "\u0400" && letter <= "\u04ff").length;
  const language = cyrillic * 2 >= letters.length ? "uk" : "en";
  return language === page ? null : language;
}

/** A fresh copy of what a template element of the page holds. */
export function copy(template) {
  return document.getElementById(template).content.firstElementChild.cloneNode(true);
}

export function row(name, elements) {
  const element = document.createElement("div");
  element.className = name;
  element.append(...elements);
  return element;
}

export function button(label, act, name = "choice") {
  const element = document.createElement("button");
  element.type = "button";
  element.className = name;
  element.textContent = label;
  element.addEventListener("click", act);
  return element;
}
