// What the city says unasked, and what was said from other tabs: server-sent events, resumed by number.
// They are read by hand, since the browser's own reader cannot say whose talk is asked for.

import { ours } from "./session.js";

const SILENCE_MS = 40000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;

export class Stream {
  /** `on` has message(message), own(line) and state("online" | "connecting"). */
  constructor(cursor, on) {
    this.cursor = cursor;
    this.on = on;
    this.stop = null;
    this.waitMs = FIRST_WAIT_MS;
  }

  /** Listen, from the last message heard; does nothing when it already does. */
  open() {
    if (this.stop) return;
    clearTimeout(this.timer);
    const stop = new AbortController();
    this.stop = stop;
    this.#watch();
    this.#listen(stop.signal).catch(() => {}).then(() => this.#broken(stop));
  }

  close() {
    clearTimeout(this.silence);
    clearTimeout(this.timer);
    this.stop?.abort();
    this.stop = null;
  }

  /** Connect anew at once: after sleep or a change of network the old connection may be dead. */
  reopen() {
    this.close();
    this.open();
  }

  async #listen(signal) {
    const response = await fetch(`/chat/stream?after=${this.cursor}`, ours({ signal, cache: "no-store" }));
    if (response.status !== 200) return;
    this.#opened();
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (let part; !(part = await reader.read()).done; ) {
      this.#watch();
      const frames = (rest + decoder.decode(part.value, { stream: true })).split("\n\n");
      rest = frames.pop();
      if (signal.aborted) return;
      // Each for itself: one that the page fails on must not end the listening.
      for (const frame of frames) queueMicrotask(() => this.#heard(frame));
    }
  }

  #opened() {
    this.waitMs = FIRST_WAIT_MS;
    this.on.state("online");
  }

  #heard(frame) {
    const fields = Object.fromEntries(frame.split("\n").map((line) => {
      const at = line.indexOf(": ");
      return [line.slice(0, at), line.slice(at + 2)];
    }));
    if (fields.event === "own") this.on.own(JSON.parse(fields.data));
    if (fields.event !== "message") return;
    this.cursor = Number(fields.id);
    this.on.message(JSON.parse(fields.data));
  }

  /** The server speaks every fifteen seconds; a longer silence is a dead connection. */
  #watch() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.reopen(), SILENCE_MS);
  }

  /** It ended, as connections do, or the city had no answer: listen again after a while. */
  #broken(stop) {
    if (stop !== this.stop) return;
    this.close();
    this.on.state("connecting");
    this.timer = setTimeout(() => this.open(), this.waitMs);
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }
}
