// Asks every two seconds how far a batch is. Without this script the page has a button for it.
(() => {
  const place = document.getElementById("batch-progress");
  if (!place) return;
  const WAIT_MS = 2000;
  const isRunning = () => place.querySelector("[data-running]") !== null;
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.address, { credentials: "same-origin" });
      // Signed out meanwhile: the sign-in page is no progress.
      if (answer.ok && !answer.redirected) {
        const focused = document.activeElement?.getAttribute("href");
        place.innerHTML = await answer.text();
        if (focused) place.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
      }
    } catch {
      // The connection is lost for a while; the next question may get through.
    }
    if (isRunning()) setTimeout(ask, WAIT_MS);
  };
  if (isRunning()) setTimeout(ask, WAIT_MS);
})();
