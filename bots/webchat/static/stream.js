// What the city says unasked, and what was said from other tabs: server-sent events, resumed by number.

const SILENCE_MS = 40000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;

export class Stream {
  /** `on` has message(message), own(line) and state("online" | "connecting"). */
  constructor(cursor, on) {
    this.cursor = cursor;
    this.on = on;
    this.source = null;
    this.waitMs = FIRST_WAIT_MS;
  }

  /** Listen, from the last message heard; does nothing when it already does. */
  open() {
    if (this.source) return;
    const source = new EventSource(`/chat/stream?after=${this.cursor}`);
    this.source = source;
    this.#watch();
    source.onopen = () => this.#opened();
    source.onerror = () => this.#broken(source);
    source.addEventListener("beat", () => this.#watch());
    source.addEventListener("own", ({ data }) => this.#heard(() => this.on.own(JSON.parse(data))));
    source.addEventListener("message", ({ data, lastEventId }) => this.#heard(() => {
      this.cursor = Number(lastEventId);
      this.on.message(JSON.parse(data));
    }));
  }

  close() {
    clearTimeout(this.silence);
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  /** Connect anew at once: after sleep or a change of network the old connection may be dead. */
  reopen() {
    this.close();
    this.open();
  }

  #opened() {
    this.waitMs = FIRST_WAIT_MS;
    this.#watch();
    this.on.state("online");
  }

  #heard(tell) {
    this.#watch();
    tell();
  }

  /** The server speaks every fifteen seconds; a longer silence is a dead connection. */
  #watch() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.reopen(), SILENCE_MS);
  }

  #broken(source) {
    this.on.state("connecting");
    if (source.readyState !== EventSource.CLOSED || source !== this.source) return;
    // The browser gives up after an answer such as 503; the city does not.
    this.close();
    this.timer = setTimeout(() => this.open(), this.waitMs);
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }
}
