// Whose talk this is. On the city's page a cookie says so, which no script sees. In a frame on another
// site's page browsers keep no cookies of ours: there a token lies in the frame's own storage.

import { lasting } from "./storage.js";

const TOKEN = "misto.token";
const TOKEN_BYTES = 32;

let options = {};

/** What every request to the city carries, so that it knows whose it is. */
export function ours({ headers = {}, ...more } = {}) {
  return { ...options, ...more, headers: { ...options.headers, ...headers } };
}

/**
 * Let requests carry the token; returns whether there was one, and so perhaps a talk. `elsewhere` looks
 * for it where the browser lets a frame keep nothing.
 */
export async function useToken(elsewhere) {
  const known = lasting.works ? lasting.get(TOKEN) : await elsewhere();
  const token = known ?? newToken();
  lasting.set(TOKEN, token);
  options = { credentials: "omit", headers: { Authorization: `Bearer ${token}` } };
  return known !== null;
}

function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
