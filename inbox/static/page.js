/* Small helpers of all scripts. */

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const announce = (words) => { one("#announce").textContent = words; };
export const visible = (element) => element.checkVisibility();
