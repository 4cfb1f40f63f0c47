// Saves a part as one types. What is typed is first kept on this machine, so that a lost connection
// or a session that ran out loses nothing; the copy goes when the server has it.
(() => {
  const form = document.getElementById("part-form");
  if (!form) return;
  const WAIT_MS = 1500;
  const RETRY_MS = 15000;
  const store = `draft-${form.dataset.draft}`;
  const state = form.querySelector("[data-save-state]");
  const revision = form.elements.revision;
  const words = form.dataset;
  let timer = null;
  let changes = 0;
  let paused = "conflict" in form.dataset;
  let running = false;
  let leaving = false;

  const isText = (field) => field.name && !["csrfmiddlewaretoken", "revision"].includes(field.name) && field.type !== "file" && field.tagName !== "BUTTON";
  const say = (text, tone) => {
    state.textContent = text;
    state.dataset.tone = tone;
  };
  const typed = () => {
    const values = {};
    for (const field of form.elements) if (isText(field)) values[field.name] = field.type === "checkbox" ? field.checked : field.value;
    return values;
  };
  const keep = () => {
    try {
      localStorage.setItem(store, JSON.stringify({ revision: revision.value, values: typed() }));
    } catch {
      // Private windows may refuse storage; saving to the server goes on.
    }
  };
  const drop = () => {
    try {
      localStorage.removeItem(store);
    } catch {
      // As above.
    }
  };
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(store));
    } catch {
      return null;
    }
  };

  const offerKept = () => {
    const copy = kept();
    const panel = form.querySelector("[data-kept]");
    if (!copy || JSON.stringify(copy.values) === JSON.stringify(typed())) {
      drop();
      return;
    }
    panel.hidden = false;
    panel.querySelector("[data-kept-use]").addEventListener("click", () => {
      for (const field of form.elements) {
        if (!isText(field) || !(field.name in copy.values)) continue;
        if (field.type === "checkbox") field.checked = copy.values[field.name];
        else field.value = copy.values[field.name];
      }
      panel.hidden = true;
      changed();
    });
    panel.querySelector("[data-kept-drop]").addEventListener("click", () => {
      panel.hidden = true;
      drop();
    });
  };

  // Rows whose warning is gone leave, new ones come; a row being typed in is never touched.
  const showWarnings = (warnings) => {
    const card = form.querySelector("[data-warnings]");
    const rows = card.querySelector("[data-warning-rows]");
    const wanted = new Map(warnings.map((warning) => [warning.key, warning.words]));
    for (const row of [...rows.children]) {
      const text = wanted.get(row.dataset.warning);
      if (text === undefined) {
        if (!row.contains(document.activeElement)) row.remove();
      } else row.querySelector("label span").textContent = text;
      wanted.delete(row.dataset.warning);
    }
    for (const [key, text] of wanted) {
      const row = document.createElement("div");
      row.className = "field";
      row.dataset.warning = key;
      const label = document.createElement("label");
      const span = document.createElement("span");
      span.textContent = text;
      const area = document.createElement("textarea");
      area.name = `explain-${key}`;
      area.id = `id_explain-${key}`;
      area.rows = 2;
      area.maxLength = 2000;
      label.htmlFor = area.id;
      label.append(span);
      row.append(label, area);
      rows.append(row);
    }
    card.hidden = rows.children.length === 0;
  };

  const answer = async (response, sentAt) => {
    if (response.redirected || response.status === 401 || response.status === 403) {
      say(words.wordsSignedOut, "bad");
      return;
    }
    const body = await response.json();
    if (response.ok) {
      revision.value = body.revision;
      showWarnings(body.warnings);
      if (changes === sentAt) {
        say(body.words, "good");
        drop();
      }
      return;
    }
    if (body.conflict) {
      paused = true;
      say(`${body.words} ${words.wordsBoth}`, "bad");
      return;
    }
    say(body.words, "bad");
  };

  const save = async () => {
    if (paused || leaving) return;
    if (running) {
      later(WAIT_MS);
      return;
    }
    running = true;
    const sentAt = changes;
    const data = new FormData(form);
    data.delete("new_files");
    say(words.wordsSaving, "busy");
    try {
      await answer(await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } }), sentAt);
    } catch {
      say(words.wordsOffline, "bad");
      later(RETRY_MS);
    } finally {
      running = false;
    }
  };
  const later = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  };
  const changed = () => {
    changes += 1;
    keep();
    if (paused) return;
    say(words.wordsTyping, "busy");
    later(WAIT_MS);
  };

  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") changed();
  });
  form.addEventListener("submit", (event) => {
    if (leaving || running) {
      if (leaving) event.preventDefault();
      else {
        // The save under way brings a new revision; sending now would be a conflict with oneself.
        event.preventDefault();
        const button = event.submitter;
        const wait = setInterval(() => {
          if (running) return;
          clearInterval(wait);
          form.requestSubmit(button);
        }, 50);
      }
      return;
    }
    leaving = true;
    clearTimeout(timer);
    keep();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  offerKept();
  // Typed before this script was there, or brought back by the browser.
  const isTouched = (field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  if ([...form.elements].some((field) => isText(field) && "defaultValue" in field && isTouched(field))) changed();
})();
