// Files go up as soon as they are chosen or dropped, one after the other, each with its progress and a
// way to cancel it; one that failed is sent again by a button. Without this script they go with the form.
(() => {
  const card = document.querySelector("[data-upload]");
  if (!card) return;
  const form = card.closest("form");
  const input = card.querySelector("input[type=file]");
  const rows = card.querySelector("[data-uploads]");
  const status = card.querySelector("[data-upload-status]");
  const words = card.dataset;
  const MOST_BYTES = Number(words.mostBytes);
  const MOST_FILES = Number(words.mostFiles);
  const STALE = [401, 403];
  const INVALID = 422; // the file itself: sent again it is refused again
  const all = [];
  const waiting = [];
  let current = null;
  let afterwards = null;
  let isPressing = false;

  card.querySelector("[data-without-script]").hidden = true;
  card.querySelector("[data-with-script]").hidden = false;

  // -- one line for each file -------------------------------------------------------------------------
  const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });
  const addRow = (file, name = file.name) => {
    const one = { file, name, row: make("li", "upload-row"), bar: make("progress", ""), says: make("span", "upload-row__says") };
    one.bar.max = 100;
    one.bar.setAttribute("aria-label", name);
    one.buttons = make("span", "upload-row__buttons");
    one.row.append(make("bdi", "upload-row__name", name), one.bar, one.says, one.buttons);
    rows.append(one.row);
    return one;
  };
  const offer = (one, choices) =>
    one.buttons.replaceChildren(
      ...choices.map(([text, step]) => {
        const button = make("button", "btn btn-secondary", text);
        button.type = "button";
        button.append(make("span", "visually-hidden", ` ${one.name}`));
        button.addEventListener("click", step);
        return button;
      }),
    );
  const say = (one, text, tone = "") => {
    one.says.textContent = text;
    one.row.dataset.tone = tone;
  };
  const dismiss = (one) => {
    const focused = one.row.contains(document.activeElement);
    one.row.remove();
    if (focused) input.focus();
  };
  const refuse = (one, text, { again = true, lost = false } = {}) => {
    one.lost = lost;
    one.failed = true;
    one.bar.hidden = true;
    say(one, text, "bad");
    status.textContent = `${one.name} ${text}`;
    offer(one, [...(again ? [[words.wordsAgain, () => enqueue(one)]] : []), [words.wordsDismiss, () => dismiss(one)]]);
  };

  const cancelled = (one) => {
    refuse(one, words.wordsCancelled);
    one.failed = false;
  };

  // -- sending ----------------------------------------------------------------------------------------
  const token = () => form.elements.csrfmiddlewaretoken.value;
  const take = (one, body) => {
    dismiss(one);
    card.querySelector("[data-files]").innerHTML = body.files;
    status.textContent = words.wordsDone.replace("{name}", () => one.name);
    form.dispatchEvent(new CustomEvent("draft:state", { detail: body }));
  };
  const answered = (one, request) => {
    const isJson = (request.getResponseHeader("Content-Type") ?? "").startsWith("application/json");
    const body = isJson ? JSON.parse(request.responseText) : null;
    if (body && request.status < 300) take(one, body);
    else if (body) refuse(one, body.words, { again: request.status !== INVALID });
    else refuse(one, STALE.includes(request.status) ? words.wordsSignedOut : words.wordsFailed);
  };
  // A folder, or a file that was moved or is held by another program: a request that carries it breaks
  // off just as one whose connection is lost.
  const isReadable = async (file) => {
    try {
      await file.slice(0, 1).arrayBuffer();
      return true;
    } catch {
      return false;
    }
  };
  const brokenOff = async (one) => {
    if (await isReadable(one.file)) refuse(one, words.wordsOffline, { lost: true });
    else refuse(one, words.wordsUnreadable);
    next();
  };
  const send = (one) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token());
    data.append("new_files", one.file);
    request.open("POST", words.upload);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      one.bar.value = Math.floor((100 * event.loaded) / event.total);
      say(one, `${words.wordsRunning} ${one.bar.value}%`);
    });
    request.addEventListener("load", () => {
      answered(one, request);
      next();
    });
    request.addEventListener("error", () => brokenOff(one));
    request.addEventListener("abort", () => {
      cancelled(one);
      next();
    });
    one.cancel = () => request.abort();
    offer(one, [[words.wordsCancel, () => one.cancel()]]);
    say(one, words.wordsRunning);
    request.send(data);
  };
  const next = () => {
    current = waiting.shift() ?? null;
    if (current) send(current);
    else if (afterwards) afterwards();
  };
  const enqueue = (one) => {
    one.failed = false;
    one.bar.hidden = false;
    one.bar.removeAttribute("value");
    say(one, words.wordsWaiting);
    offer(one, [
      [
        words.wordsCancel,
        () => {
          waiting.splice(waiting.indexOf(one), 1);
          cancelled(one);
        },
      ],
    ]);
    waiting.push(one);
    if (!current) next();
  };
  const isWaiting = (one) => one === current || waiting.includes(one);
  const roomLeft = () => MOST_FILES - card.querySelectorAll("[data-files] li").length - all.filter(isWaiting).length;
  const wrongOf = (file, folders) => {
    if (folders.has(file)) return words.wordsFolder;
    if (file.size > MOST_BYTES) return words.wordsLarge;
    if (file.size === 0) return words.wordsEmpty;
    return roomLeft() > 0 ? "" : words.wordsMany;
  };
  const enter = (file, name) => {
    const one = addRow(file, name);
    all.push(one);
    return one;
  };
  const nameOf = ([{ name }, ...others]) =>
    others.length ? words.wordsOthers.replace("{n}", others.length + 1).replace("{name}", () => name) : name;
  const add = (files, folders = new Set()) => {
    const refused = new Map();
    for (const file of files) {
      const wrong = wrongOf(file, folders);
      if (!wrong) enqueue(enter(file));
      else if (refused.has(wrong)) refused.get(wrong).push(file);
      else refused.set(wrong, [file]);
    }
    // One line for all of a kind, however many were dropped.
    refused.forEach((some, wrong) => refuse(enter(some[0], nameOf(some)), wrong, { again: false }));
  };

  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
  window.addEventListener("online", () => {
    all.filter((one) => one.lost && one.row.isConnected).forEach((one) => {
      one.lost = false;
      enqueue(one);
    });
  });

  // -- dropping: anywhere on the page is meant for this field; elsewhere the browser would leave the page
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const mark = (isOver) => card.classList.toggle("upload--over", isOver);
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(false);
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(false);
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const dropped = items.map((item) => ({ file: item.getAsFile(), isFolder: item.webkitGetAsEntry?.()?.isDirectory }));
    const folders = dropped.filter(({ isFolder }) => isFolder).map(({ file }) => file);
    add(dropped.map(({ file }) => file), new Set(folders));
  });

  // The form waits for what is on its way: leaving the page would break it off. What failed is sent
  // again or given up first: on the next page nobody would see that it is missing.
  const failed = () => all.find((one) => one.failed && one.row.isConnected);
  const stay = (event, ...said) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dispatchEvent(new CustomEvent("draft:stay", { detail: said }));
  };
  form.addEventListener(
    "submit",
    (event) => {
      if (!current && !failed()) return;
      if (!current) {
        stay(event, words.wordsLeft, "bad");
        failed().buttons.querySelector("button").focus();
        return;
      }
      stay(event, form.querySelector("[data-draft-words]").dataset.wordsUploading, "busy");
      if (isPressing) return;
      isPressing = true;
      afterwards = () => {
        afterwards = null;
        isPressing = false;
        form.requestSubmit(event.submitter);
      };
    },
    { capture: true },
  );
})();
