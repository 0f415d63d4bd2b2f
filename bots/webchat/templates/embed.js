// The city chat in a page of another site: a button, and behind it the chat in a frame of its own.
// One tag does it: <script src="https://CHAT/chat/embed.js" async></script>, in whose data-lang="en" or
// "uk" the language stands; without it, it is the page's. It sets no cookie and reads nothing of the page.
// The page's own storage (of the tab) says that the chat is open and, where the browser lets the frame
// keep nothing, holds a sealed link to the talk, good for a day.
(() => {
  const script = document.currentScript;
  if (!script || document.querySelector("misto-chat")) return;
  const origin = new URL(script.src).origin;
  const language = (script.dataset.lang || document.documentElement.lang || "uk").startsWith("en") ? "en" : "uk";
  const texts = {{ texts }}[language];
  const OPEN = "misto.open";
  const LINK = "misto.link";
  // As in the style below: where the chat takes the whole screen, nothing behind it can be reached.
  const narrow = matchMedia("(max-width: 520px), (max-height: 480px)");

  const STYLE = `
    :host { position: static !important; }
    * { box-sizing: border-box; font: 600 16px/1.25 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
    .launcher, .panel { position: fixed; z-index: 2147483000; color-scheme: light dark; }
    .launcher {
      right: max(16px, env(safe-area-inset-right)); bottom: max(16px, env(safe-area-inset-bottom));
      display: flex; align-items: center; gap: 10px; min-width: 56px; min-height: 56px; padding: 0 20px 0 16px;
      border: 2px solid #fff; border-radius: 28px; color: #fff; background: #0b57a4;
      box-shadow: 0 3px 14px rgb(0 0 0 / 35%); cursor: pointer;
    }
    .launcher svg { flex: none; width: 26px; height: 26px; fill: none; stroke: currentcolor; stroke-width: 2; stroke-linejoin: round; }
    .launcher:focus-visible { outline: 3px solid #0b57a4; outline-offset: 2px; }
    .count { min-width: 24px; padding: 2px 6px; border-radius: 12px; color: #17212b; background: #ffd84d; text-align: center; }
    .count:empty { display: none; }
    .panel {
      inset: auto max(16px, env(safe-area-inset-right)) calc(max(16px, env(safe-area-inset-bottom)) + 68px) auto;
      width: 400px; height: min(680px, 100vh - 110px); max-width: none; max-height: none; margin: 0; padding: 0;
      border: 1px solid #52606d; border-radius: 16px; overflow: hidden; color: #17212b; background: #e9eef4;
      box-shadow: 0 8px 34px rgb(0 0 0 / 30%);
    }
    .panel[open] { display: flex; flex-direction: column; }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 14px; padding: 4px 4px 4px 14px; }
    .bar[hidden] { display: none; }
    .bar span { flex: 1; font-weight: 400; }
    .bar a { padding: 10px 0; color: #0b57a4; }
    .bar button { min-width: 44px; min-height: 44px; border: 0; color: inherit; background: none; font-size: 22px; cursor: pointer; }
    .bar :focus-visible { outline: 3px solid #0b57a4; }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; color-scheme: light dark; }
    @media (prefers-color-scheme: dark) {
      .launcher { border-color: #06223f; color: #06223f; background: #8ec2ff; }
      .launcher:focus-visible { outline-color: #8ec2ff; }
      .panel { border-color: #52606d; color: #e9eff5; background: #0e151c; }
      .bar a { color: #8ec2ff; }
    }
    @media (max-width: 520px), (max-height: 480px) {
      .launcher { padding: 0 13px; }
      .launcher .label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .panel { inset: 0; width: 100%; height: 100vh; height: 100dvh; border: 0; border-radius: 0; }
    }
    @media print { .launcher, .panel { display: none; } }`;

  function made(name, facts = {}, ...inside) {
    const element = Object.assign(document.createElement(name), facts);
    element.append(...inside);
    return element;
  }

  function picture() {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M4 4h16v12H10l-5 4v-4H4z");
    svg.append(path);
    return svg;
  }

  const label = made("span", { className: "label", textContent: texts.chat });
  const count = made("span", { className: "count" });
  const launcher = made("button", { type: "button", className: "launcher" }, picture(), label, count);
  const shut = made("button", { type: "button", textContent: "✕" });
  const apart = made("a", { href: `${origin}/?lang=${language}`, target: "_blank", rel: "noopener", textContent: texts.apart });
  const bar = made("div", { className: "bar" }, made("span", { textContent: texts.loading }), apart, shut);
  const panel = made("dialog", { className: "panel" }, bar);
  shut.setAttribute("aria-label", texts.close);
  panel.setAttribute("aria-label", texts.chat);
  launcher.setAttribute("aria-haspopup", "dialog");
  let frame = null;
  let ready = false;

  function remember(name, value) {
    try {
      if (value) sessionStorage.setItem(name, value);
      else sessionStorage.removeItem(name);
    } catch { /* A page without storage begins anew. */ }
  }

  function remembered(name) {
    try {
      return sessionStorage.getItem(name);
    } catch {
      return null;
    }
  }

  function tell(misto, facts = {}) {
    frame?.contentWindow.postMessage({ misto, ...facts }, origin);
  }

  function tellShown() {
    if (ready) tell(panel.open ? "shown" : "hidden");
  }

  function show({ focus = true } = {}) {
    frame ??= load();
    if (narrow.matches) panel.showModal();
    else panel.open = true;
    launcher.setAttribute("aria-expanded", "true");
    remember(OPEN, "yes");
    heard(0);
    if (focus) (ready ? frame : shut).focus();
    tellShown();
  }

  function hide() {
    panel.close();
    launcher.setAttribute("aria-expanded", "false");
    remember(OPEN);
    tellShown();
    launcher.focus();
  }

  function load() {
    const facts = { title: texts.chat, allow: "geolocation; clipboard-write", referrerPolicy: "no-referrer" };
    const inside = made("iframe", { ...facts, src: `${origin}/chat/frame?lang=${language}` });
    panel.append(inside);
    return inside;
  }

  function heard(news) {
    count.textContent = news ? String(news) : "";
    launcher.setAttribute("aria-label", news ? `${texts.chat}. ${texts.unread.replace("%", news)}` : texts.chat);
  }

  function arrived() {
    const waited = panel.open && bar.contains(panel.getRootNode().activeElement);
    ready = true;
    bar.hidden = true;
    if (waited) frame.focus();
    tellShown();
  }

  launcher.addEventListener("click", () => (panel.open ? hide() : show()));
  shut.addEventListener("click", hide);
  panel.addEventListener("cancel", (event) => {
    event.preventDefault();
    hide();
  });
  panel.addEventListener("keydown", (event) => event.key === "Escape" && !narrow.matches && hide());
  narrow.addEventListener("change", () => {
    if (!panel.open) return;
    panel.close();
    show();
  });
  addEventListener("message", ({ origin: from, source, data }) => {
    if (!frame || from !== origin || source !== frame.contentWindow) return;
    if (data.misto === "ready") arrived();
    if (data.misto === "ask") tell("kept", { link: remembered(LINK) });
    if (data.misto === "keep") remember(LINK, data.link);
    if (data.misto === "close") hide();
    if (data.misto === "unread" && !panel.open) heard(Number(data.count));
  });

  const host = document.createElement("misto-chat");
  host.lang = language;
  const root = host.attachShadow({ mode: "open" });
  try {
    // Not a style element: the page's own policy may forbid these.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(made("style", { textContent: STYLE }));
  }
  root.append(panel, launcher);
  heard(0);
  launcher.setAttribute("aria-expanded", "false");

  function enter() {
    document.body.append(host);
    if (remembered(OPEN)) show({ focus: false });
  }
  if (document.body) enter();
  else addEventListener("DOMContentLoaded", enter);
})();
