// The ways to answer the question that stands, besides words: buttons, place, phone, photo.

import { outside } from "./links.js";
import { button, copy } from "./log.js";

const LEAST_DIGITS = 9;

export class Answers {
  /** `on` has press(choice), place(point), phone(number), photo(fromCamera) and say(notice). */
  constructor(element, texts, on) {
    this.element = element;
    this.texts = texts;
    this.on = on;
    this.question = null;
    this.isAway = false;
    element.hidden = true;
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", texts.choices);
  }

  /**
   * Take a message into account: a newer question replaces the older, and an answered turn ends it.
   * Unasked messages (staff's words, alarms, news) leave it, so that a way back stays.
   */
  hear(message) {
    if (this.question && message.id < this.question.id) return;
    if (message.buttons?.length || message.request) this.#ask(message);
    else if (message.reply_to && message.reply_to !== this.question?.reply_to) this.#ask(null);
  }

  /** Out of the way while an answer is under way; back when it left the question standing. */
  set away(away) {
    this.isAway = away;
    this.#show();
  }

  #show() {
    this.element.hidden = this.isAway || !this.element.children.length;
  }

  #ask(message) {
    this.question = message;
    const elements = message ? [...this.#requested(message), ...this.#choices(message)] : [];
    this.element.replaceChildren(...elements);
    this.#show();
  }

  #choices({ buttons = [] }) {
    return buttons.map((choice) => {
      if (!choice.url) return button(choice.label, () => this.on.press(choice));
      const anchor = document.createElement("a");
      anchor.className = "choice";
      anchor.textContent = choice.label;
      return outside(anchor, choice.url, this.texts["new-tab"]);
    });
  }

  #requested({ request }) {
    if (request === "location") return this.#place();
    if (request === "contact") return [this.#phone()];
    return request === "photo" ? this.#photo() : [];
  }

  #place() {
    // Browsers tell the place only to pages served over TLS; an address can be typed everywhere.
    if (!navigator.geolocation || !isSecureContext) return [];
    return [button(this.texts["share-place"], (event) => this.#findPlace(event.currentTarget))];
  }

  #findPlace(asked) {
    asked.setAttribute("aria-disabled", "true");
    this.on.say(this.texts["finding-place"]);
    const options = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.on.say("");
        this.on.place({ lat: round(coords.latitude), long: round(coords.longitude) });
      },
      () => {
        asked.removeAttribute("aria-disabled");
        this.on.say(this.texts["no-place"]);
      },
      options,
    );
  }

  #phone() {
    const form = copy("phone-form");
    const field = form.querySelector("input");
    form.addEventListener("submit", (event) => this.#sendPhone(event, field));
    return form;
  }

  #sendPhone(event, field) {
    event.preventDefault();
    const enough = field.value.replace(/\D/g, "").length >= LEAST_DIGITS;
    field.setAttribute("aria-invalid", String(!enough));
    this.on.say(enough ? "" : this.texts["bad-phone"]);
    if (enough) this.on.phone(field.value.trim());
    else field.focus();
  }

  #photo() {
    const choose = button(this.texts["choose-photo"], () => this.on.photo(false));
    if (!matchMedia("(pointer: coarse)").matches) return [choose];
    return [button(this.texts["take-photo"], () => this.on.photo(true)), choose];
  }
}

/** A point to about a metre: more digits would only pretend. */
function round(degrees) {
  return Math.round(degrees * 1e5) / 1e5;
}
