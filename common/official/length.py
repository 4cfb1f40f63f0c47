"""No document is so long that making it holds up everybody else's."""

from collections.abc import Sequence

from common.official.content import Paper, Paragraph, texts_of
from common.official.errors import TooLongError

# Some 230 and 330 pages, 10 and 22 s on two busy cores: a year of all units stays far below.
MOST_PARAGRAPHS, MOST_CHARACTERS = 5_000, 200_000


def check_length(papers: Sequence[Paper]) -> None:
    for paper in papers:
        blocks = (*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks))
        lines = sum(isinstance(block, Paragraph) for block in blocks)
        characters = sum(len(text) for _place, text in texts_of([paper]))
        if lines > MOST_PARAGRAPHS or characters > MOST_CHARACTERS:
            raise TooLongError(
                title=paper.title,
                lines=lines,
                characters=characters,
                most_lines=MOST_PARAGRAPHS,
                most_characters=MOST_CHARACTERS,
            )
