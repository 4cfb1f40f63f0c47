"""What comes along when text is pasted from Word, a spreadsheet or a web page: one list for server and script.

Patterns mean the same to Python and to a browser (flags `mu`), so a page hands the list to
`static/js/paste.js` and text is cleaned alike with scripts and without.
"""

import json
import re

BULLET = "\u2022 "
# Shapes of Wingdings and Symbol, which only those fonts have at these places.
_WINGDINGS = (
    r"[\uf06c\uf06e\uf06f\uf071\uf075\uf076\uf09f\uf0a7\uf0a8\uf0b7\uf0d8\uf0e8\uf0fc\uf0fe]"
)
# What Word writes before the tab of a list; the letters are Wingdings read as plain text.
_LIST_MARKS = (
    r"[\u00b7\u2022\u2023\u2043\u2219\u25aa\u25ab\u25a0\u25a1\u25c6\u25c7\u25cb\u25cf\u25e6"
    r"\u2756\u2713\u27a2\u00a7\u00d8\u00fclnouvq]"
)

RULES = (
    # Soft breaks of Word, and breaks of other systems.
    (r"\r\n?|[\u000b\u000c\u0085\u2028\u2029]", "\n"),
    # Spaces that are wide, narrow or not to be broken. The ideographic one is written on purpose.
    (r"[\u00a0\u2000-\u200a\u202f\u205f]", " "),
    # Nothing to be seen: controls, soft hyphens, zero widths, marks of direction, places of pictures,
    # and halves of characters.
    (
        r"[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
        r"\u2060-\u206f\ufeff\ufff9-\ufffc]|[\ud800-\udfff]",
        "",
    ),
    (_WINGDINGS + r"[ \t]*", BULLET),
    (r"^[ \t]*" + _LIST_MARKS + r"\t[ \t]*", BULLET),
)
_COMPILED = tuple((re.compile(pattern, re.MULTILINE), put) for pattern, put in RULES)


def clean(text: str) -> str:
    """The same text without what was not meant; everything else stays as it is."""
    for pattern, put in _COMPILED:
        text = pattern.sub(put, text)
    return text


def rules_for_scripts() -> str:
    return json.dumps(RULES)
