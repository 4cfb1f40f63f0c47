// Comforts of the frame. Everything works without them.

// An open menu closes by Escape and by a click beside it.
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (open) {
    open.removeAttribute("open");
    open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  });
});

// A form goes once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// A private window may refuse its store: then there is nothing in it.
const stored = (prefix) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
};

// Signing out leaves nothing of one's own behind on this machine (keep.js). What no server has yet is
// asked about; what a colleague has not saved yet is the colleague's to throw away.
document.querySelectorAll("form[data-sign-out]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    const keys = stored(`kept:${document.body.dataset.person}-`);
    if (keys.length && !window.confirm(form.dataset.signOut)) event.preventDefault();
    else keys.forEach((key) => localStorage.removeItem(key));
  });
});

// A page that is to be printed says so; without scripts the browser's own menu does it.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Nobody is signed in: what the browser remembers of whoever was is no longer theirs to see.
if (!document.body.dataset.person) {
  stored("recent:").forEach((key) => localStorage.removeItem(key));
}
