"""Above a seal stand two lines of the text, as far as all word processors can be told so."""

import re

LEAST_LINES = 2
# Of a first line; a paragraph that is no longer counts as one line.
CHARACTERS = 26
BEGINS = re.compile(r'<w:p><w:pPr><w:pStyle w:val="[^"]+"/>')
TAGS = re.compile(r"<[^>]+>")
# Of six lines. Word would part a longer one and let two of its lines go along, but LibreOffice moves it
# whole and leaves half a page empty, so a longer one is left alone.
LONGEST = 168
KEPT = "<w:keepNext/><w:widowControl/>"


def keep_above_seal(body: list[str], text_from: int) -> None:
    """The end of the text, which began at `text_from`, goes to the page of what comes next."""
    left = LEAST_LINES
    for place in range(len(body) - 1, text_from - 1, -1):
        begins = BEGINS.match(body[place])
        length = len(TAGS.sub("", body[place]))
        # A table keeps its rows whole, and holds on to nothing.
        if left <= 0 or begins is None or length > LONGEST:
            return
        body[place] = begins[0] + KEPT + body[place][begins.end() :]
        left -= 1 if length <= CHARACTERS else LEAST_LINES
