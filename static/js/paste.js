// What is pasted: a block of cells goes into the fields of a table of figures, row by row from the one
// in focus; text loses what Word and web pages bring along, by the rules of the server
// (common/pasted.py). Without this script the server cleans the same when the form is sent.
(() => {
  const form = document.querySelector("form[data-pasting]");
  if (!form) return;
  const RULES = JSON.parse(form.dataset.pasting).map(([pattern, put]) => [new RegExp(pattern, "gmu"), put]);
  const clean = (text) => RULES.reduce((left, [pattern, put]) => left.replace(pattern, put), text);
  const bare = (text) => clean(text).normalize("NFKC").replace(/\s+/g, "");
  const announce = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));
  form.querySelectorAll("[data-with-script]").forEach((words) => {
    words.hidden = false;
  });

  // -- reading a clipboard -----------------------------------------------------------------------------
  // Cells parted by tabs; one with a tab or a break in it stands between quotation marks.
  const ofText = (text) => {
    const rows = [[""]];
    let isQuoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const row = rows[rows.length - 1];
      const letter = text[at];
      if (isQuoted && letter === '"' && text[at + 1] === '"') {
        row[row.length - 1] += letter;
        at += 1;
      } else if (letter === '"' && (isQuoted || row[row.length - 1] === "")) isQuoted = !isQuoted;
      else if (isQuoted) row[row.length - 1] += letter;
      else if (letter === "\t") row.push("");
      else if (letter === "\n") rows.push([""]);
      else row[row.length - 1] += letter;
    }
    return rows;
  };
  // Word gives a table as HTML, and its text with breaks inside cells. Its own styles are not read.
  // No table of the portal has as many columns: a cell that claims thousands would stop the page.
  const MOST_COLUMNS = 256;
  const ofHtml = (html) => {
    const plain = html.replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "").replace(/\s(style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "");
    const table = new DOMParser().parseFromString(plain, "text/html").querySelector("table");
    if (!table) return null;
    const open = [];
    return [...table.rows].map((line) => {
      const row = [];
      const skip = () => {
        while (row.length < MOST_COLUMNS && open[row.length] > 0) {
          open[row.length] -= 1;
          row.push("");
        }
      };
      for (const cell of line.cells) {
        skip();
        const most = Math.min(cell.colSpan, MOST_COLUMNS - row.length);
        for (let n = 0; n < most; n += 1) {
          open[row.length] = cell.rowSpan - 1;
          row.push(n ? "" : cell.textContent.replace(/\s+/g, " "));
        }
      }
      skip();
      return row;
    });
  };
  const cellsOf = (clipboard) => {
    const rows = ofHtml(clipboard.getData("text/html")) ?? ofText(clean(clipboard.getData("text/plain")));
    const told = rows.map((row) => row.map((cell) => clean(cell).trim()));
    while (told.length && told[told.length - 1].every((cell) => cell === "")) told.pop();
    return told;
  };

  // -- what a cell means in a field ------------------------------------------------------------------------
  const FIGURE = /^\d+(\.\d+)?$/;
  const WITH_UNIT = /^\d+(\.\d+)?[^\d.+-]{1,3}$/u; // longer ones are words: 2022年完成数
  const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
  // As the server reads one (reports/cells.py): a comma or a space between other digits is a slip of the hand.
  const THOUSANDS = /^\d{1,3}([, ])\d{3}(?:\1\d{3})*(?!\d)/;
  const plainFigure = (text) =>
    clean(text).normalize("NFKC").trim()
      .replace(THOUSANDS, (digits) => digits.replace(/[, ]/g, ""))
      .replace(/(\D)\s+/g, "$1").replace(/\s+(\D)/g, "$1");
  const figure = (text, field) => {
    const unit = bare(field.dataset.unit);
    let value = plainFigure(text);
    if (unit && value.endsWith(unit)) value = value.slice(0, -unit.length);
    if (FIGURE.test(value)) return { value };
    return { refused: WITH_UNIT.test(value) ? "unit" : "figure" };
  };
  // A unit may stand in a cell of its own beside the figure, where the form has the day: it belongs to the figure.
  // It is known by the last letter of the field's own (亿元, 万元).
  const isUnitBeside = (text, field) => {
    const unit = bare(field?.dataset.unit ?? "");
    return unit !== "" && /^\p{L}{1,3}$/u.test(bare(text)) && bare(text).endsWith(unit.at(-1));
  };
  const withUnits = (cells, places) => {
    const own = places.findIndex((one) => one.dataset.cell === "figure");
    const at = own + 1;
    if (own < 0 || !FIGURE.test(plainFigure(cells[own] ?? "")) || !isUnitBeside(cells[at] ?? "", places[own])) return cells;
    return [...cells.slice(0, own), cells[own] + cells[at], ...cells.slice(at + 1)];
  };
  // A field for days takes 31 February in silence, and is empty then.
  const day = (text) => {
    const found = bare(text).match(DAY);
    if (!found) return { refused: "day" };
    const value = `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}`;
    const time = new Date(`${value}T00:00:00Z`);
    return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value) ? { value } : { refused: "day" };
  };
  const line = (text, field) => (field.maxLength > 0 && text.length > field.maxLength ? { refused: "long" } : { value: text });
  const READ = { figure, day, words: line };
  const read = (text, field) => READ[field.dataset.cell](text, field);

  // -- filling in ----------------------------------------------------------------------------------------
  const rowsOf = (grid) => [...grid.querySelectorAll("[data-row]")].map((row) => ({ name: bare(row.dataset.row), cells: [...row.querySelectorAll("[data-cell]")] }));
  const isToldThere = (cell) => FIGURE.test(plainFigure(cell)) || WITH_UNIT.test(plainFigure(cell)) || DAY.test(bare(cell));
  const isHead = (cells) => cells.some((cell) => cell !== "") && !cells.some(isToldThere);

  // A row that begins with the name of a line goes to that line; all others one after the other.
  const planned = (rows, lines, startRow, startColumn, say) => {
    const plan = [];
    let next = startRow;
    rows.forEach((cells, at) => {
      const named = lines.findIndex((one) => one.name === bare(cells[0]));
      const asWords = lines[startRow].cells[startColumn]?.dataset.cell === "words";
      if (named < 0 && !at && rows.length > 1 && !asWords && isHead(cells)) {
        say("head", { row: 1, cells: cells.join("　") });
        return;
      }
      const place = named < 0 ? next : named;
      const rest = named < 0 ? cells : cells.slice(1);
      next = place + 1;
      plan.push({ number: at + 1, place, column: named < 0 ? startColumn : 0, cells: rest });
    });
    return plan;
  };
  const fillBlock = (rows, grid, field) => {
    const lines = rowsOf(grid);
    const startRow = lines.findIndex((one) => one.cells.includes(field));
    const startColumn = lines[startRow].cells.indexOf(field);
    const said = [];
    const before = [];
    const say = (name, facts) => said.push([name, facts]);
    const beyond = [];
    for (const { number, place, column, cells: given } of planned(rows, lines, startRow, startColumn, say)) {
      const places = lines[place]?.cells.slice(column);
      if (!places) {
        beyond.push(given.filter(Boolean).join("　"));
        continue;
      }
      const cells = withUnits(given, places);
      const over = cells.slice(places.length).filter(Boolean);
      if (over.length) say("columns", { row: number, cells: over.join("　") });
      cells.slice(0, places.length).forEach((cell, at) => {
        if (cell === "") return;
        const { value, refused } = read(cell, places[at]);
        if (refused) say(refused, { row: number, cell, unit: places[at].dataset.unit, most: places[at].maxLength });
        else {
          before.push([places[at], places[at].value]);
          places[at].value = value;
        }
      });
    }
    if (beyond.length) say("rows", { n: beyond.length, cells: beyond.join("；") });
    before.forEach(([one]) => announce(one));
    report(grid, said, before);
  };

  // -- saying what became of it ------------------------------------------------------------------------------
  // What was not filled in is told, and of much of it the beginning: the rest stands where it was copied.
  const MOST_TOLD = 80;
  const MOST_LINES = 12;
  const short = (fact) => (typeof fact === "string" && fact.length > MOST_TOLD ? `${fact.slice(0, MOST_TOLD)}……` : fact);
  const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (_all, name) => short(facts[name]));
  const report = (grid, said, before) => {
    const panel = grid.querySelector("[data-paste-report]");
    const words = panel.dataset;
    const sentence = (name, facts) => filled(words[`words${name[0].toUpperCase()}${name.slice(1)}`], facts);
    const lines = [sentence("done", { n: before.length }), ...said.map(([name, facts]) => sentence(name, facts))];
    const put = (texts) => panel.querySelector("[data-paste-words]").replaceChildren(...texts.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    put(lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), "……"] : lines);
    panel.classList.add("notice", "notice--info");
    panel.classList.toggle("notice--warn", said.length > 0);
    const undo = panel.querySelector("[data-paste-undo]");
    undo.hidden = before.length === 0;
    undo.onclick = () => {
      before.slice().reverse().forEach(([field, value]) => {
        field.value = value;
        announce(field);
      });
      undo.hidden = true;
      put([words.wordsUndone]);
      before[0][0].focus();
    };
  };

  // -- into a text -----------------------------------------------------------------------------------------
  // The browser's own way of typing keeps its undo.
  const type = (area, text) => {
    area.focus();
    if (document.execCommand("insertText", false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    announce(area);
  };

  form.addEventListener("paste", (event) => {
    const field = event.target;
    const grid = field.closest("[data-grid]");
    if (grid && field.dataset.cell) {
      const rows = cellsOf(event.clipboardData);
      const isBlock = rows.length > 1 || rows[0]?.length > 1;
      if (!rows.length || (!isBlock && field.dataset.cell === "words")) return;
      event.preventDefault();
      fillBlock(rows, grid, field);
      return;
    }
    if (field.tagName !== "TEXTAREA") return;
    const text = event.clipboardData.getData("text/plain");
    if (!text || clean(text) === text) return;
    event.preventDefault();
    type(field, clean(text));
  });

  // The words of the stage before, below what is typed; never over it. Figures have no such button.
  form.querySelectorAll("[data-carry]").forEach((button) => {
    button.addEventListener("click", (event) => {
      const area = document.getElementById(button.dataset.carry);
      const typed = area.value.trimEnd();
      event.preventDefault();
      area.setSelectionRange(typed.length, area.value.length);
      type(area, (typed && "\n") + button.dataset.text);
    });
  });
})();
