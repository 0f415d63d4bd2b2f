/* Picking several cases: what is ticked stays so when the list is put in anew; a tick can be set
   from the row by the space bar. The page works without it. */

const ticked = new Set();
const list = document.querySelector("#queue");

function remember(event) {
  if (!event.target.matches(".pick")) return;
  if (event.target.checked) ticked.add(event.target.value);
  else ticked.delete(event.target.value);
}

function restore() {
  for (const box of list.querySelectorAll(".pick")) box.checked = ticked.has(box.value);
}

function tickRow(event) {
  if (event.code !== "Space" || !event.target.matches(".rows-picked a.row")) return;
  event.preventDefault();
  event.target.previousElementSibling.click();
}

list.addEventListener("change", remember);
list.addEventListener("keydown", tickRow);
document.body.addEventListener("htmx:afterSettle", restore);
for (const box of list.querySelectorAll(".pick:checked")) ticked.add(box.value);
