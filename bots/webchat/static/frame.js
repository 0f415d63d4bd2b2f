// The chat in a frame on another site's page: whom it tells that it is there, is to close, has news.
// Where the browser lets a frame keep nothing, the page keeps a link to the talk for it, good for a day.

import { post } from "./queue.js";
import { lasting } from "./storage.js";

const LANGUAGE = "misto.language";
const ANSWERS_WITHIN_MS = 1500;

export class Frame {
  /** `on` has shown(): the resident opened the chat. */
  constructor(element, on) {
    this.shown = true;
    this.kept = false;
    this.found = () => {};
    element.hidden = parent === window;
    element.addEventListener("click", () => this.tell("close"));
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) this.tell("close");
    });
    addEventListener("message", ({ source, data }) => {
      if (source !== parent || !data?.misto) return;
      if (data.misto === "kept") this.found(data.link);
      if (["shown", "hidden"].includes(data.misto)) this.shown = data.misto === "shown";
      if (data.misto === "shown") on.shown();
    });
  }

  /** Let the page keep a link to the talk, unless this browser keeps the talk's token by itself. */
  async keepTalk() {
    if (this.kept || lasting.works) return;
    this.kept = true;
    try {
      const { link } = await post("/chat/link", {});
      this.tell("keep", { link: link.split("#")[1] });
    } catch {
      this.kept = false;
    }
  }

  /** The token of the talk that the page kept a link to; null when there is none. */
  async keptToken() {
    const link = await new Promise((resolve) => {
      this.found = resolve;
      this.tell("ask");
      setTimeout(resolve, ANSWERS_WITHIN_MS, null);
    });
    if (!link) return null;
    const body = JSON.stringify({ link });
    const headers = { "Content-Type": "application/json" };
    return post("/chat/opened", { headers, body }).then(({ token }) => token, () => null);
  }

  /** Who may be told is held by the page's policy: only sites that the city named can have the frame. */
  tell(what, facts = {}) {
    if (parent !== window) parent.postMessage({ misto: what, ...facts }, "*");
  }
}

/** Keep the language that is chosen by a link, as no cookie can; true when another page comes. */
export function keepLanguage(link, language) {
  link.addEventListener("click", () => lasting.set(LANGUAGE, link.hreflang));
  const chosen = lasting.get(LANGUAGE);
  if (!chosen || chosen === language) return false;
  location.replace(`/chat/frame?lang=${chosen}`);
  return true;
}
