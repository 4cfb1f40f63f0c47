// The wall renews itself. Without this script a <meta> does it, and the same link makes it stand still.
(() => {
  const place = document.getElementById("wall");
  const fault = document.getElementById("wall-fault");
  const pause = document.getElementById("wall-pause");
  if (!place) return;
  const wait = Number(place.dataset.seconds) * 1000;
  const HIDDEN = [403, 404];
  let paused = "paused" in pause.dataset;
  let timer = 0;

  // When it began to fail; the same words are not read out again and again.
  const say = (name) => {
    if (fault.dataset.now === name) return;
    fault.dataset.now = name;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    fault.textContent = name && `${time} ${fault.dataset[name]}`;
  };
  const address = () => {
    const query = new URLSearchParams(location.search);
    query.delete("pause");
    if (paused) query.set("pause", "1");
    return `${location.pathname}?${query}`;
  };
  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("wall");
    if (!fresh) throw new Error("another page");
    const focused = place.contains(document.activeElement)
      ? document.activeElement.getAttribute("href") : null;
    place.replaceChildren(...fresh.childNodes);
    if (focused) place.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  };
  // Nobody is signed in, or nobody who may see it: then it shows nothing, until somebody is.
  const hide = (name) => {
    place.replaceChildren();
    say(name);
  };
  const renew = async () => {
    try {
      const answer = await fetch(address(), { credentials: "same-origin", cache: "no-store" });
      if (answer.redirected) return hide("signedOut");
      if (HIDDEN.includes(answer.status)) return hide("gone");
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.text());
      say("");
    } catch {
      // Hidden it stays, with the words that say so: there are no figures of before.
      if (place.hasChildNodes()) say("failed");
    }
  };
  const again = () => {
    clearTimeout(timer);
    if (!paused) timer = setTimeout(() => renew().finally(again), wait);
  };

  pause.addEventListener("click", (event) => {
    event.preventDefault();
    paused = !paused;
    pause.textContent = paused ? pause.dataset.resume : pause.dataset.pause;
    history.replaceState(null, "", address());
    renew().finally(again);
  });
  again();
})();
