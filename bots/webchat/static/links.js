// Text as nodes: **bold**, addresses and telephone numbers as links. Nothing here ever reads HTML.

const BOLD = /\*\*([^*\n]{1,300})\*\*/g;
const LINK = /https?:\/\/[^\s<>"«»]+|\+380[ ()-]?\d[\d ()-]{7,13}\d/g;
const LINK_OR_EMERGENCY = new RegExp(`${LINK.source}|\\b(?:10[1-4]|112)\\b`, "g");
const TRAILING = /[.,;:!?…)\]'’"]+$/;

/** Put a text into an element. `emergency`: three-digit emergency numbers can be called, too. */
export function dress(element, text, { bold = true, emergency = false, newTab = "" } = {}) {
  const pattern = emergency ? LINK_OR_EMERGENCY : LINK;
  const nodes = [];
  for (const [piece, strong] of bold ? pieces(text) : [[text, false]]) {
    const linked = linkedNodes(piece, pattern, newTab);
    nodes.push(...(strong ? [wrapped("strong", linked)] : linked));
  }
  element.replaceChildren(...nodes);
}

function* pieces(text) {
  let from = 0;
  for (const match of text.matchAll(BOLD)) {
    yield [text.slice(from, match.index), false];
    yield [match[1], true];
    from = match.index + match[0].length;
  }
  yield [text.slice(from), false];
}

function linkedNodes(text, pattern, newTab) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const address = match[0].replace(TRAILING, "");
    nodes.push(text.slice(from, match.index), link(address, newTab));
    from = match.index + address.length;
  }
  nodes.push(text.slice(from));
  return nodes;
}

function link(address, newTab) {
  const anchor = wrapped("a", [address]);
  if (!address.startsWith("http")) {
    anchor.href = `tel:${address.replace(/[^\d+]/g, "")}`;
    return anchor;
  }
  return outside(anchor, address, newTab);
}

/** Make an anchor lead to another site, beside the chat; returns it. Only http and https are led to. */
export function outside(anchor, address, newTab) {
  if (!/^https?:\/\//i.test(address)) return anchor;
  anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer nofollow";
  const aside = wrapped("span", [` (${newTab})`]);
  aside.className = "aside";
  anchor.append(aside);
  return anchor;
}

function wrapped(name, nodes) {
  const element = document.createElement(name);
  element.append(...nodes);
  return element;
}
