// The browser's storage, which may be full or refused: then what was kept lives as long as the page.

class Store {
  #open;

  /** `open` returns the browser's storage; looking at it may already be refused. */
  constructor(open) {
    this.#open = open;
  }

  get(key) {
    return this.#tried((storage) => storage.getItem(key)) ?? null;
  }

  set(key, value) {
    this.#tried((storage) => storage.setItem(key, value));
  }

  remove(key) {
    this.#tried((storage) => storage.removeItem(key));
  }

  /** Whether anything is kept at all: in frames of other sites some browsers refuse. */
  get works() {
    const probe = "misto.probe";
    this.set(probe, "yes");
    const works = this.get(probe) !== null;
    this.remove(probe);
    return works;
  }

  keys() {
    return this.#tried((storage) => Object.keys(storage)) ?? [];
  }

  #tried(act) {
    try {
      return act(this.#open());
    } catch {
      return undefined;
    }
  }
}

/** Outlives the browser. */
export const lasting = new Store(() => localStorage);
/** Outlives a reload of this tab. */
export const passing = new Store(() => sessionStorage);
