// Saves a form as one types. What is typed is first kept on this machine (keep.js), so that a lost
// connection or a session that ran out loses nothing. Without this script the form's button saves.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const WAIT_MS = 1500;
  const RETRY_MS = 15000;
  const SIGNED_OUT = 401;
  const STALE_FORM = 403;
  const state = form.querySelector("[data-save-state]");
  const revision = form.elements.revision;
  const words = form.querySelector("[data-draft-words]").dataset;
  let timer = null;
  let changes = 0;
  let saved = 0;
  let running = null;
  let paused = "conflict" in form.dataset;
  let isOut = false;
  let leaving = false;
  let restored = {};
  let isKept = true;

  const say = (text, tone) => {
    state.textContent = text;
    state.dataset.tone = tone;
  };
  const isDirty = () => changes !== saved;
  const keep = () => {
    isKept = keeping.put(form);
  };
  // With what has become of the text: only where this machine has it one may close the page.
  const sayUnsaved = (text) => {
    const said = text.replace(/[。.]$/, "");
    say((isKept ? words.wordsKept : words.wordsNotKept).replace("{said}", () => said), "bad");
  };

  // -- what is wrong, beside its field ---------------------------------------------------------------
  const describe = (field, id, isWrong) => {
    const ids = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    if (isWrong) ids.push(id);
    if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
    else field.removeAttribute("aria-describedby");
  };
  // Also what the page came with: the server has judged all of it anew.
  const clearErrors = () => {
    document.querySelector("[data-form-errors]")?.remove();
    form.querySelectorAll(".errorlist").forEach((list) => {
      list.closest(".field")?.classList.remove("field--error");
      list.remove();
    });
    form.querySelectorAll("[aria-invalid]").forEach((field) => {
      field.removeAttribute("aria-invalid");
      describe(field, `${field.id}_error`, false);
    });
  };
  const showErrors = (found) => {
    clearErrors();
    for (const [name, errors] of Object.entries(found)) {
      const field = form.elements[name];
      const frame = field?.closest?.(".field");
      if (!frame) continue;
      const list = document.createElement("ul");
      list.className = "errorlist";
      list.id = `${field.id}_error`;
      list.append(...errors.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
      (field.closest(".with-unit") ?? field).before(list);
      frame.classList.add("field--error");
      field.setAttribute("aria-invalid", "true");
      describe(field, list.id, true);
    }
  };
  const focusFirstError = () => form.querySelector("[aria-invalid='true']")?.focus();

  // -- what the server says of the part and of the whole report ----------------------------------------
  // Rows whose warning is gone leave, new ones come; a row being typed in is never touched.
  const showWarnings = (warnings) => {
    const card = form.querySelector("[data-warnings]");
    if (!card || !warnings) return;
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
      area.value = restored[area.name] ?? "";
      label.htmlFor = area.id;
      label.append(span);
      row.append(label, area);
      rows.append(row);
    }
    card.hidden = rows.children.length === 0;
  };
  const showState = (body) => {
    showWarnings(body.warnings);
    for (const [name, html] of Object.entries(body.progress ?? {})) {
      document.querySelectorAll(`[data-progress="${name}"]`).forEach((place) => {
        if (!place.contains(document.activeElement)) place.innerHTML = html;
      });
    }
  };

  // -- saving ----------------------------------------------------------------------------------------
  const taken = (body, sentAt) => {
    saved = sentAt;
    revision.value = body.revision;
    document.querySelectorAll("[data-follows-draft]").forEach((field) => {
      field.value = body.revision;
    });
    clearErrors();
    showState(body);
    if (isDirty()) return;
    say(body.words, "good");
    keeping.drop(form);
  };
  const retryLater = (text) => {
    sayUnsaved(text);
    later(RETRY_MS);
  };
  const signedOut = () => {
    isOut = true;
    sayUnsaved(words.wordsSignedOut);
  };
  const answer = async (response, sentAt) => {
    const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
    if (!isJson) {
      if (response.redirected || response.status === SIGNED_OUT || response.status === STALE_FORM) signedOut();
      else retryLater(words.wordsFailed);
      return;
    }
    const body = await response.json();
    if (response.ok) {
      taken(body, sentAt);
      return;
    }
    paused = Boolean(body.conflict);
    if (body.fields) say(body.words, "bad");
    else sayUnsaved(paused ? `${body.words} ${words.wordsBoth}` : body.words);
    showErrors(body.fields ?? {});
  };
  const send = async () => {
    const sentAt = changes;
    const data = new FormData(form);
    data.delete("new_files");
    say(words.wordsSaving, "busy");
    try {
      await answer(await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } }), sentAt);
    } catch {
      retryLater(words.wordsOffline);
    }
  };
  // One at a time: a second one from the same revision would be a conflict with oneself.
  const save = () => {
    clearTimeout(timer);
    running ??= send().finally(() => {
      running = null;
    });
    return running;
  };
  const later = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (paused || leaving || isOut || !isDirty()) return;
      if (running) later(WAIT_MS);
      else save();
    }, milliseconds);
  };
  const canSave = () => isDirty() && !paused && !isOut;
  const flush = async () => {
    while (running) await running;
    if (canSave()) await save();
    return !isDirty();
  };
  const changed = () => {
    changes += 1;
    keep();
    if (paused || isOut) return;
    if (navigator.onLine) say(words.wordsTyping, "busy");
    else sayUnsaved(words.wordsOffline);
    later(WAIT_MS);
  };

  // Signed in again in another window, as the same person: the form gets that session's token and goes
  // on. Any page of that person has the token; the server says what has become of the form's own.
  const person = form.dataset.draft.split("-")[0];
  const renew = async () => {
    if (!isOut) return;
    try {
      const response = await fetch(form.action, { headers: { Accept: "text/html" } });
      const page = await response.text();
      const token = page.match(/name="csrfmiddlewaretoken" value="(\w+)"/);
      if (!token || !page.includes(`data-person="${person}"`)) return;
      form.elements.csrfmiddlewaretoken.value = token[1];
      isOut = false;
      await flush();
    } catch {
      // Not yet; the next time this window is looked at.
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") changed();
  });
  window.addEventListener("online", () => {
    if (canSave()) save();
  });
  window.addEventListener("offline", () => {
    if (isDirty()) sayUnsaved(words.wordsOffline);
  });
  window.addEventListener("focus", renew);
  form.addEventListener("draft:state", (event) => showState(event.detail));
  form.addEventListener("draft:stay", (event) => {
    leaving = false;
    say(...event.detail);
  });

  // -- leaving -----------------------------------------------------------------------------------------
  // What is typed is saved first; then the button does what it does without scripts. With nothing to
  // wait for it does so at once: a browser ignores a form that is sent while it still tells of its sending.
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    if (!navigator.onLine) {
      event.preventDefault();
      keep();
      sayUnsaved(words.wordsOffline);
      return;
    }
    if (!running && !canSave()) {
      leaving = true;
      return;
    }
    event.preventDefault();
    await flush();
    leaving = true;
    form.requestSubmit(event.submitter);
  });
  const go = async (link) => {
    if (await flush()) window.location.assign(link.href);
    else focusFirstError();
  };
  document.querySelectorAll("[data-preview]").forEach((link) => {
    link.addEventListener("click", async (event) => {
      if (!isDirty() && !running) return;
      event.preventDefault();
      if (await flush()) window.open(link.href, "_blank") ?? window.location.assign(link.href);
      else focusFirstError();
    });
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save]"));
    }
    const side = event.altKey && { PageDown: "next", PageUp: "previous" }[event.key];
    const link = side && document.querySelector(`[data-go="${side}"]`);
    if (!link) return;
    event.preventDefault();
    go(link);
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });

  // -- what was left unsaved the last time -----------------------------------------------------------------
  const offerKept = () => {
    const copy = keeping.get(form);
    const panel = document.querySelector("[data-kept]");
    if (!copy || keeping.isSame(form, copy)) {
      keeping.discard(form);
      return;
    }
    const isStale = copy.revision !== revision.value;
    panel.querySelector("[data-kept-at]").textContent = keeping.timeOf(copy);
    panel.querySelector("[data-kept-text]").textContent = copy.text;
    panel.querySelector("[data-kept-stale]").hidden = !isStale;
    panel.hidden = false;
    const done = () => {
      panel.hidden = true;
    };
    panel.querySelector("[data-kept-use]").addEventListener("click", () => {
      done();
      keeping.claim(form);
      keeping.fill(form, copy.values);
      restored = copy.values;
      if (isStale) {
        // From the old revision the server refuses it and shows both.
        revision.value = copy.revision;
        keep();
        leaving = true;
        form.requestSubmit(form.querySelector("[data-save]"));
      } else changed();
    });
    panel.querySelector("[data-kept-drop]").addEventListener("click", () => {
      done();
      keeping.discard(form);
    });
  };
  // A page that shows back what could not be saved is the offer.
  if ("conflict" in form.dataset || "refused" in form.dataset) {
    changes = 1;
    if (keeping.get(form)) keeping.claim(form);
    else keep();
  } else offerKept();
  // Typed before this script was there, or brought back by the browser.
  if (keeping.fields(form).some((field) => "defaultValue" in field && keeping.isTouched(field))) changed();
})();
