// Telegram puts what it signed of the person behind the address; it is sent on to be checked.
const signed = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
if (signed) {
  const form = document.querySelector("form");
  form.elements.data.value = signed;
  document.getElementById("wait").hidden = false;
  document.getElementById("lost").hidden = true;
  history.replaceState(null, "", location.pathname);
  form.submit();
}
