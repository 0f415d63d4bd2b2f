// What the resident sent and the city has not confirmed: kept over reloads, sent in order, each under
// one event id, so that nothing is lost and nothing is done twice.

import { ours } from "./session.js";
import { lasting } from "./storage.js";

const KEPT = "misto.event.";
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;
const PATIENCE_MS = 30000;
// An event that the server fails on so often lets the ones behind it pass.
const MOST_FAULTS = 5;
const NO_ROOM = 507;

export class Queue {
  /**
   * An entry is {event, at, text, body} and, until they are uploaded, `files`.
   * `upload(file)` returns an upload id; `on` has state(entry, state, code, againMs), done(entry, answer)
   * and idle().
   */
  constructor({ upload, on }) {
    this.upload = upload;
    this.on = on;
    this.entries = [];
    this.running = false;
    this.wake = () => {};
  }

  get busy() {
    return this.entries.some((entry) => entry.state !== "failed");
  }

  /** Whether closing the page would lose something. */
  get fragile() {
    return this.entries.some((entry) => entry.files?.length || (entry.state !== "failed" && !lasting.works));
  }

  /** What an earlier page left, oldest first, without events that are `known` to be done. */
  restore(known) {
    for (const entry of kept()) {
      if (known(entry.event)) drop(entry);
      else this.#enter(entry);
    }
    this.hurry();
  }

  add(entry) {
    keep(entry);
    this.#enter(entry);
    this.hurry();
  }

  #enter(entry) {
    this.entries.push(entry);
    this.#state(entry, "sending");
  }

  #state(entry, state, code, againMs) {
    entry.state = state;
    this.on.state(entry, state, code, againMs);
  }

  retry(entry) {
    entry.faults = 0;
    this.#state(entry, "sending");
    this.hurry();
  }

  discard(entry) {
    this.#leave(entry);
  }

  /** The city has it, as another way than the answer to our own request told us. */
  settle(event) {
    const entry = this.entries.find((waiting) => waiting.event === event);
    if (entry) this.#leave(entry);
  }

  #leave(entry) {
    drop(entry);
    this.entries = this.entries.filter((other) => other !== entry);
  }

  /** Try now, whatever the back-off says. */
  hurry() {
    this.wake();
    if (!this.running) this.#run();
  }

  async #run() {
    this.running = true;
    let waitMs = FIRST_WAIT_MS;
    for (let entry; (entry = this.entries.find((waiting) => waiting.state !== "failed")); ) {
      const again = await this.#deliver(entry);
      if (again === null) {
        waitMs = FIRST_WAIT_MS;
      } else {
        await this.#pause(Math.max(again, waitMs * (0.5 + Math.random() / 2)));
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      }
    }
    this.running = false;
    this.on.idle();
  }

  #pause(ms) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, ms);
    });
  }

  /** One attempt; null when it is settled one way or the other, else the least wait in milliseconds. */
  async #deliver(entry) {
    try {
      await this.#uploadAll(entry);
      const answer = await post("/chat/events", {
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ event: entry.event, ...entry.body }),
      });
      if (this.entries.includes(entry)) this.#leave(entry);
      this.on.done(entry, answer);
      return null;
    } catch (error) {
      return this.#failed(entry, error);
    }
  }

  async #uploadAll(entry) {
    while (entry.files?.length) {
      const upload = await this.upload(entry.files[0]);
      entry.body.attachments.push(upload);
      entry.files.shift();
      keep(entry);
    }
  }

  #failed(entry, error) {
    if (!this.entries.includes(entry)) return null;
    const refused = (error.status >= 400 && error.status < 429) || error.status === NO_ROOM;
    entry.faults = (entry.faults ?? 0) + (error.status === 500 ? 1 : 0);
    if (refused || entry.faults >= MOST_FAULTS) {
      this.#state(entry, "failed", error.code);
      return null;
    }
    this.#state(entry, "waiting", error.code, error.againMs);
    return error.againMs ?? 0;
  }
}

/** POST to the server. Errors: one with `status` (0 when it was not reached), `code` and `againMs`. */
export async function post(address, { headers = {}, body, patienceMs = PATIENCE_MS }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patienceMs);
  try {
    const response = await fetch(address, ours({ method: "POST", headers, body, signal: stop.signal }));
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    const againMs = Number(response.headers.get("Retry-After") ?? 0) * 1000;
    throw refused(response.status, answer.error?.code, againMs);
  } catch (error) {
    throw "status" in error ? error : refused(0, "unreachable", 0);
  } finally {
    clearTimeout(timer);
  }
}

function refused(status, code, againMs) {
  return Object.assign(new Error(code ?? `status ${status}`), { status, code, againMs });
}

/** A fresh event id. `crypto.randomUUID` is missing where the page is not served over TLS. */
export function newEvent() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- what outlives the page --------------------------------------------------------------------------

function keep(entry) {
  if (entry.files?.length) return;
  const { event, at, text, body } = entry;
  lasting.set(KEPT + event, JSON.stringify({ event, at, text, body }));
}

function drop(entry) {
  lasting.remove(KEPT + entry.event);
}

function kept() {
  const keys = lasting.keys().filter((key) => key.startsWith(KEPT));
  return keys.map((key) => JSON.parse(lasting.get(key))).sort((one, other) => one.at - other.at);
}
