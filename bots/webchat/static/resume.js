// The page that a link opens: the talk goes on here once the resident says so, and only then.

import { post } from "./queue.js";

const part = (id) => document.getElementById(id);
const { texts } = JSON.parse(part("state").textContent);
const link = location.hash.slice(1);

// The link would stand in the history of a browser that others may use, too.
history.replaceState(null, "", location.pathname);
part("go").disabled = false;
part("go").addEventListener("click", async () => {
  part("go").disabled = true;
  try {
    await post("/chat/resume", {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ link }),
    });
    location.replace("/");
  } catch (error) {
    part("go").disabled = false;
    const gone = error.code === "link_expired" || error.code === "bad_link";
    part("notice").textContent = gone ? texts["link-gone"] : texts["link-later"];
  }
});
