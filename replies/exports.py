"""A reply as files: letters as they were issued, drafts as they stand, both also to go on writing in.

A letter carries no link to the rating: those are made and sent by the deputies' office alone.
"""

from django.utils.translation import gettext as _

from common.errors import NotVisibleError
from common.language import for_others
from common.official.content import Paper
from common.official.docx import render_docx
from common.official.pdf import render_official
from common.pdf_pages import joined
from documents.kinds import Kind
from documents.selectors import issued_bytes, latest_version
from replies.letters import addressed, addressees, letter_text
from replies.models import Letter, Reply
from replies.papers import letter_papers
from replies.selectors import deputies_to_answer, letters_of


def letter_pdf(reply: Reply, letter: Letter) -> bytes:
    """The very file that was issued; what went out before files were kept is set anew."""
    issued = latest_version(reply, Kind.REPLY, str(letter.number))
    return issued_bytes(issued) if issued else render_official([_paper(reply, letter)])


def letter_docx(reply: Reply, letter: Letter) -> bytes:
    return render_docx([_paper(reply, letter)])


def letters_pdf(reply: Reply) -> bytes:
    """All of them in one file to print: their pages are those of the files that were issued."""
    return joined(letter_pdf(reply, letter) for letter in _letters(reply))


def letters_docx(reply: Reply) -> bytes:
    return render_docx([paper for _letter, paper in _papers(reply)])


def draft_pdf(reply: Reply) -> bytes:
    return render_official([_draft(reply)])


def draft_docx(reply: Reply) -> bytes:
    return render_docx([_draft(reply)])


def _draft(reply: Reply) -> Paper:
    """As the first of the deputies would get it."""
    to = addressees(deputies_to_answer(reply))
    if not to:
        raise NotVisibleError
    return letter_papers(letter_text(reply), to[:1])[0]


def _papers(reply: Reply) -> list[tuple[Letter, Paper]]:
    letters = _letters(reply)
    to = [addressed(letter, len(letters)) for letter in letters]
    return list(zip(letters, letter_papers(letter_text(reply), to), strict=True))


def _letters(reply: Reply) -> list[Letter]:
    letters = letters_of(reply)
    if not letters:
        raise NotVisibleError
    return letters


def _paper(reply: Reply, letter: Letter) -> Paper:
    to = addressed(letter, reply.letters.count())
    return letter_papers(letter_text(reply), [to])[0]


@for_others()
def letter_filename(reply: Reply, letter: Letter) -> str:
    return _("答复函 %(number)s（第 %(n)s 件）") % {
        "number": reply.document_number,
        "n": letter.number,
    }


@for_others()
def letters_filename(reply: Reply) -> str:
    return _("全部答复函 %s") % reply.document_number


@for_others()
def draft_filename(reply: Reply) -> str:
    return _("答复草稿 %s") % reply.obligation.motion
