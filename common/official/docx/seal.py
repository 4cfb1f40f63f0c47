"""Above every seal stand two lines of the text at least: what is signed stands with who signed it."""

import re

LEAST_LINES = 2
# Of a first line; a paragraph that is no longer counts as one line.
CHARACTERS = 26
BEGINS = re.compile(r'<w:p><w:pPr><w:pStyle w:val="[^"]+"/>')
TAGS = re.compile(r"<[^>]+>")
# A paragraph of several lines may be parted, two lines of it then go with what follows. Elsewhere it may
# be parted anywhere, as the standard has 22 lines on each page.
KEPT = "<w:keepNext/><w:widowControl/>"


def keep_above_seal(body: list[str], text_from: int) -> None:
    """The end of the text, which began at `text_from`, goes to the page of what comes next."""
    left = LEAST_LINES
    for place in range(len(body) - 1, text_from - 1, -1):
        begins = BEGINS.match(body[place])
        if left <= 0 or begins is None:  # a table keeps its rows whole, and holds on to nothing
            return
        body[place] = begins[0] + KEPT + body[place][begins.end() :]
        left -= 1 if len(TAGS.sub("", body[place])) <= CHARACTERS else LEAST_LINES
