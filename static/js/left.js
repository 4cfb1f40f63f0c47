// What was typed on this machine and never reached the server, shown where its own page may no longer
// be open to writing: submitted meanwhile, or given to another unit. To be copied, or thrown away.
(() => {
  const panel = document.querySelector("[data-left]");
  if (!panel) return;
  const rows = panel.querySelector("[data-left-rows]");
  const line = panel.querySelector("template");

  for (const { key, copy } of keeping.left(panel.dataset.left)) {
    const row = line.content.firstElementChild.cloneNode(true);
    const page = row.querySelector("[data-left-page]");
    page.href = copy.page;
    page.textContent = copy.title;
    row.querySelector("[data-left-at]").textContent = keeping.timeOf(copy);
    row.querySelector("[data-left-text]").textContent = copy.text;
    row.querySelector("[data-left-drop]").addEventListener("click", () => {
      keeping.forget(key);
      row.remove();
      panel.hidden = !rows.children.length;
    });
    rows.append(row);
  }
  panel.hidden = !rows.children.length;
})();
