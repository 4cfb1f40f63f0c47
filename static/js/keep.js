// What was typed and is not saved yet, kept in this browser by person, report and form. It goes when
// the server has it, at sign-out (portal.js), and after two weeks. Fields for secrets are never kept.
const keeping = (() => {
  const PREFIX = "kept:";
  const DAYS = 14;
  const MS_PER_DAY = 86400000;
  const NEVER = ["hidden", "password", "file", "submit", "button"];

  const name = (form) => PREFIX + form.dataset.draft;
  const isKept = (field) => field.name && field.tagName !== "BUTTON" && field.tagName !== "FIELDSET" && !NEVER.includes(field.type);
  const fields = (form) => [...form.elements].filter(isKept);
  const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const isTouched = (field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const labelOf = (field) => plain(`${field.closest("[data-row]")?.dataset.row ?? ""} ${field.labels?.[0]?.textContent ?? ""}`);
  const lineOf = (field) => `${labelOf(field)}\n${field.type === "checkbox" ? (field.checked ? "✓" : "✗") : field.value}`;
  // What a person reads of it: what was typed, without what the page had filled in; all, where the page
  // itself is one that shows back what was typed.
  const told = (form) => {
    const typed = fields(form).filter(isTouched);
    const shown = typed.length ? typed : fields(form).filter((field) => field.type !== "checkbox" && field.value);
    return shown.map(lineOf).join("\n\n");
  };
  const values = (form) => Object.fromEntries(fields(form).map((field) => [field.name, valueOf(field)]));
  const fill = (form, typed) => {
    for (const field of fields(form)) {
      if (!(field.name in typed)) continue;
      if (field.type === "checkbox") field.checked = typed[field.name];
      else field.value = typed[field.name];
    }
  };

  // A field that is not there (yet) counts as empty.
  const isSame = (form, copy) => {
    const now = values(form);
    return Object.entries(copy.values).every(([key, value]) => value === (now[key] ?? ""));
  };

  // A private window may refuse its store, and a store may be full; saving to the server goes on.
  const trying = (step) => {
    try {
      return step();
    } catch {
      return null;
    }
  };
  // The copy of this window: another one of the same person has the same name for its own.
  let own = null;
  // What stood there before it: of another window, or offered and not answered yet. It is put back.
  let beneath = null;
  const copyOf = (form) =>
    JSON.stringify({
      at: Date.now(),
      revision: form.elements.revision.value,
      values: values(form),
      text: told(form),
      page: window.location.pathname,
      title: document.querySelector("h1").textContent.trim(),
    });
  // Whether it is kept now.
  const put = (form) =>
    trying(() => {
      const copy = copyOf(form);
      const there = localStorage.getItem(name(form));
      if (there && there !== own) beneath = there;
      localStorage.setItem(name(form), copy);
      own = copy;
      return true;
    }) ?? false;
  const claim = (form) => {
    own = trying(() => localStorage.getItem(name(form)));
    beneath = null;
  };
  const drop = (form) =>
    trying(() => {
      if (localStorage.getItem(name(form)) !== own) return;
      if (beneath) localStorage.setItem(name(form), beneath);
      else localStorage.removeItem(name(form));
      beneath = null;
    });
  // What was offered is not wanted; what was typed here meanwhile stays.
  const discard = (form) => {
    beneath = null;
    trying(() => {
      if (localStorage.getItem(name(form)) !== own) localStorage.removeItem(name(form));
    });
  };
  const get = (form) => trying(() => JSON.parse(localStorage.getItem(name(form))));
  const timeOf = (copy) => new Date(copy.at).toLocaleString(document.documentElement.lang);
  const forget = (key) => trying(() => localStorage.removeItem(key));
  // Every copy whose name begins so, the newest first.
  const left = (begin) =>
    (trying(() => Object.keys(localStorage)) ?? [])
      .filter((key) => key.startsWith(PREFIX + begin))
      .map((key) => ({ key, copy: trying(() => JSON.parse(localStorage.getItem(key))) }))
      .filter(({ copy }) => copy?.text)
      .sort((one, other) => other.copy.at - one.copy.at);
  const sweep = () =>
    trying(() => {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(PREFIX)) continue;
        const copy = trying(() => JSON.parse(localStorage.getItem(key)));
        if (!copy || Date.now() - copy.at > DAYS * MS_PER_DAY) localStorage.removeItem(key);
      }
    });

  sweep();
  return { fields, fill, isSame, put, claim, drop, discard, get, forget, isTouched, left, timeOf };
})();
