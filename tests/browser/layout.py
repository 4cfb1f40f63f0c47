"""What a picture of a page would show: text that is cut off, text that lies on other text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

# Line boxes of one paragraph reach into each other by their fonts' ascent: half a line does not.
FINDINGS = """() => {
  const MOST = 5, SMALL = 2, DEEP = 0.5;
  const words = text => JSON.stringify(text.trim().replace(/\\s+/g, " ").slice(0, 40));
  const place = node => `<${node.localName} class="${node.getAttribute("class") ?? ""}">`;
  const clips = style => [style.overflowX, style.overflowY].some(
    value => value === "hidden" || value === "clip");
  const scrolls = style => [style.overflowX, style.overflowY].some(
    value => value === "auto" || value === "scroll");
  const floats = style => style.position === "fixed" || style.position === "sticky";
  const above = element => {
    const chain = [];
    for (let node = element; node && node !== document.documentElement; node = node.parentElement)
      chain.push([node, getComputedStyle(node)]);
    return chain;
  };
  const found = [], seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const parent = text.parentElement;
    const shown = parent.checkVisibility({opacityProperty: true, visibilityProperty: true});
    if (!text.data.trim() || !shown) continue;
    const chain = above(parent);
    const inside = "option, textarea, title, noscript, script, style";
    if (chain.some(([node]) => node.matches(inside))) continue;
    const clippers = chain.filter(([, style]) => clips(style) || scrolls(style));
    if (clippers.some(([node]) => node.clientWidth <= 1 || node.clientHeight <= 1)) continue;
    range.selectNodeContents(text);
    const floating = chain.some(([, style]) => floats(style));
    for (const box of range.getClientRects()) {
      if (box.width <= SMALL || box.height <= SMALL) continue;
      let scrolled = false, cut = false;
      for (const [node, style] of clippers) {
        if (node === document.body) continue;
        const frame = node.getBoundingClientRect();
        const outside = box.right > frame.right + SMALL || box.left < frame.left - SMALL
          || box.top > frame.bottom || box.bottom < frame.top;
        if (!outside) continue;
        if (scrolls(style)) { scrolled = true; break; }
        cut = true;
      }
      if (cut && !scrolled) found.push(`cut off: ${words(text.data)} in ${place(parent)}`);
      if (!scrolled && !cut && !floating) seen.push({box, text, parent});
    }
  }
  seen.sort((one, other) => one.box.top - other.box.top);
  for (let at = 0; at < seen.length; at++) {
    const one = seen[at];
    for (let next = at + 1; next < seen.length; next++) {
      const other = seen[next];
      if (other.box.top >= one.box.bottom) break;
      if (one.text === other.text) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      const least = Math.min(one.box.height, other.box.height);
      if (across > SMALL && down > least * DEEP)
        found.push(`overlapping: ${words(one.text.data)} and ${words(other.text.data)} in ${place(other.parent)}`);
    }
  }
  return [...new Set(found)].slice(0, MOST);
}"""


def ill_laid(page: Page) -> Iterator[str]:
    yield from page.evaluate(FINDINGS)
