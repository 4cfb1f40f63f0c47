// The command palette: Ctrl+K or ⌘K opens a search box over any page. What it offers is also there
// without it: the navigation, and the page of the search. No single character opens it: who speaks to
// the machine says many (WCAG 2.1.4).

const dialog = document.querySelector("[data-palette]");
const person = document.body.dataset.person;
const MOST_RECENT = 12;
const SHOWN_RECENT = 6;
const WAIT = 150;

// -- pages opened last, remembered by this browser for this person only -----------------------------

const recentKey = `recent:${person}`;

function recent() {
  try {
    return JSON.parse(localStorage.getItem(recentKey)) || [];
  } catch {
    return [];
  }
}

function remember() {
  const address = location.pathname;
  const words = document.title.split(" · ")[0];
  const others = recent().filter((item) => item.address !== address);
  const items = [{ address, words }, ...others].slice(0, MOST_RECENT);
  try {
    localStorage.setItem(recentKey, JSON.stringify(items));
  } catch {
    // A full or forbidden store costs the list of recent pages and nothing else.
  }
}

// The page says that one may not, or no longer, see it: its name is no longer to be read here either.
function forgetThis() {
  const left = recent().filter((item) => item.address !== location.pathname);
  try {
    localStorage.setItem(recentKey, JSON.stringify(left));
  } catch {
    // As above.
  }
}

function listRecent(section) {
  const list = section.querySelector("ul");
  recent().forEach((item) => {
    const link = document.createElement("a");
    link.href = item.address;
    link.textContent = item.words;
    const row = document.createElement("li");
    row.append(link);
    list.append(row);
  });
  section.hidden = !list.children.length;
}

// -- the dialog ----------------------------------------------------------------------------------------

function palette() {
  const box = dialog.querySelector("[role=combobox]");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  const said = dialog.dataset;
  const places = [...dialog.querySelectorAll("[data-place]")].map((place) => ({
    address: place.dataset.place,
    title: [[place.textContent.trim(), false]],
  }));
  let active = null;
  let asking = null;
  let waiting = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const held = (hit, text) => plain(hit.title.map(([piece]) => piece).join("")).includes(text);

  function pieces(parts, className) {
    const element = document.createElement("span");
    element.className = className;
    parts.forEach(([text, isHit]) => {
      const piece = isHit ? document.createElement("mark") : document.createTextNode(text);
      if (isHit) piece.textContent = text;
      element.append(piece);
    });
    return element;
  }

  function option(hit) {
    const element = document.createElement("div");
    element.className = "palette__option";
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.id = `palette-${options().length}`;
    element.dataset.address = hit.address;
    element.append(pieces(hit.title, "palette__title"));
    if (hit.note) element.append(pieces([[hit.note, false]], "palette__note"));
    if (hit.text && hit.text.length) element.append(pieces(hit.text, "palette__text"));
    return element;
  }

  function add(words, hits) {
    if (!hits.length) return;
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words);
    const head = document.createElement("div");
    head.className = "palette__group";
    head.setAttribute("aria-hidden", "true");
    head.textContent = words;
    group.append(head);
    list.append(group);
    hits.forEach((hit) => group.append(option(hit)));
  }

  function choose(element) {
    if (active) active.setAttribute("aria-selected", "false");
    active = element || null;
    if (active) {
      active.setAttribute("aria-selected", "true");
      active.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", active.id);
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  }

  function show(groups, words) {
    const text = plain(box.value.trim());
    const opened = recent().map((item) => ({ address: item.address, title: [[item.words, false]] }));
    list.replaceChildren();
    choose(null);
    const kept = text ? opened.filter((hit) => held(hit, text)) : opened.slice(0, SHOWN_RECENT);
    add(said.recent, kept);
    add(said.places, text ? places.filter((hit) => held(hit, text)) : places);
    groups.forEach((group) => {
      const more = group.more ? [{ address: group.more, title: [[said.more, false]] }] : [];
      add(group.words, [...group.hits, ...more]);
    });
    box.setAttribute("aria-expanded", String(list.children.length > 0));
    const found = options().length;
    status.textContent = words || (found ? said.found.replace("{n}", found) : said.nothing);
    dialog.querySelector("[data-hint]").textContent = words || (found ? said.keys : said.nothing);
  }

  async function ask() {
    const text = box.value.trim();
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${said.source}?${new URLSearchParams({ q: text })}`, { signal });
      if (answer.redirected) return show([], said.gone);
      if (!answer.ok) return show([], said.failed);
      const found = await answer.json();
      return show(found.groups, found.problem);
    } catch (error) {
      return error.name === "AbortError" ? undefined : show([], said.failed);
    }
  }

  function typed() {
    clearTimeout(waiting);
    asking?.abort();
    show([], box.value.trim() ? said.searching : "");
    if (box.value.trim()) waiting = setTimeout(ask, WAIT);
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    const at = all.indexOf(active);
    const next = at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length;
    choose(all[next]);
  }

  function go(element) {
    dialog.close();
    location.assign(element.dataset.address);
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    box.value = "";
    show([], "");
    box.focus();
  }

  // The letters of an input method are nothing to look for yet.
  box.addEventListener("input", (event) => event.isComposing || typed());
  box.addEventListener("compositionend", typed);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the keys belong to the input method
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      move(step);
    }
    if (event.key === "Enter" && active) {
      event.preventDefault();
      go(active);
    }
  });
  list.addEventListener("click", (event) => {
    const element = event.target.closest("[role=option]");
    if (element) go(element);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  dialog.addEventListener("close", () => asking?.abort());
  return open;
}

function isShortcut(event) {
  if (event.isComposing || event.altKey || event.shiftKey) return false;
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
}

const problem = document.querySelector("[data-problem]");
if (problem?.dataset.problem === "gone") forgetThis();
else if (person && document.body.dataset.recent && !problem) remember();
document.querySelectorAll("[data-recent-list]").forEach(listRecent);

if (dialog && dialog.showModal) {
  const open = palette();
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event)) return;
    event.preventDefault();
    open();
  });
  document.querySelectorAll("[data-palette-open]").forEach((link) => {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      open();
    });
  });
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    document.querySelectorAll("[data-palette-key]").forEach((key) => { key.textContent = "⌘K"; });
  }
}
