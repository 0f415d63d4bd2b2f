/* The command palette: every link of the bar and every action of the page with a key, by its name. */

import { all, one, visible } from "./page.js";

let chosen = 0;
let shown = [];

// What an action is called: the words of its button without the key that stands on it.
function nameOf(element) {
  const copy = element.cloneNode(true);
  all("kbd, .count, .only-read", copy).forEach((part) => part.remove());
  return (element.getAttribute("aria-label") || element.labels?.[0]?.textContent || copy.textContent || element.title).trim();
}

function commands() {
  const found = all("nav a, .bell, .menu a, [data-key], [data-command], main .tabs a, .acts summary, .acts button")
    .filter((element) => !element.closest("#palette, #keys"))
    .filter((element) => visible(element) || element.closest("nav, .menu"));
  const names = new Map();
  for (const element of found) {
    const name = nameOf(element);
    if (name && !names.has(name)) names.set(name, element);
  }
  return [...names].map(([name, element]) => ({ name, key: element.dataset.key?.split(" ")[0], run: () => act(element) }));
}

function act(element) {
  one("#palette").close();
  if (element.matches("input, textarea")) return element.focus();
  element.click();
  const opened = element.closest("details[open]");
  if (element.matches("summary") && opened) one("select, textarea, input:not([type=hidden])", opened)?.focus();
}

function search(words) {
  const list = one("#commands");
  return { name: list.dataset.search.replace("{words}", words), run: () => one("#palette form").submit() };
}

function show() {
  const words = one("#command").value.trim();
  const wanted = words.toLowerCase().split(/\s+/);
  shown = all_commands.filter(({ name }) => wanted.every((word) => name.toLowerCase().includes(word))).slice(0, 12);
  if (words) shown.push(search(words));
  chosen = 0;
  one("#commands").replaceChildren(...shown.map(row));
  mark();
}

let all_commands = [];

function row(command, at) {
  const item = document.createElement("li");
  item.id = `command-${at}`;
  item.role = "option";
  item.textContent = command.name;
  if (command.key) {
    const key = document.createElement("kbd");
    key.textContent = command.key;
    item.append(" ", key);
  }
  item.addEventListener("click", command.run);
  return item;
}

function mark() {
  all("#commands li").forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
  const now = one(`#command-${chosen}`);
  now?.scrollIntoView({ block: "nearest" });
  if (now) one("#command").setAttribute("aria-activedescendant", now.id);
  else one("#command").removeAttribute("aria-activedescendant");
}

function onKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && shown.length) {
    chosen = (chosen + step + shown.length) % shown.length;
    mark();
  } else if (event.key === "Enter") shown[chosen]?.run();
  else return;
  event.preventDefault();
}

export function startPalette() {
  const palette = one("#palette");
  if (!palette) return;
  one("#command").addEventListener("input", show);
  one("#command").addEventListener("keydown", onKey);
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyK" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    if (palette.open) return palette.close();
    all_commands = commands();
    one("#command").value = "";
    show();
    palette.showModal();
  });
}
