"""The printed letter. It carries no link: those are made and sent by the deputies' office alone."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.pdf import render_pdf
from replies.letters import Addressed, addressed, letter_text
from replies.models import Letter, Reply
from replies.selectors import letters_of


def letter_pdf(reply: Reply, letter: Letter) -> bytes:
    return _pdf(reply, [addressed(letter, reply.letters.count())])


def letters_pdf(reply: Reply) -> bytes:
    """All of them one after the other, each as if it were printed alone, on sheets of its own."""
    letters = letters_of(reply)
    return _pdf(reply, [addressed(letter, len(letters)) for letter in letters])


@override(settings.LANGUAGE_CODE)
def _pdf(reply: Reply, letters: list[Addressed]) -> bytes:
    text = letter_text(reply)
    context = {"text": text, "reply": reply, "letters": letters, "demo": reply.is_sample}
    return render_pdf("replies/letter_pdf.html", context, title=text.title, style="pdf-letter.css")


@override(settings.LANGUAGE_CODE)
def letter_filename(reply: Reply, letter: Letter) -> str:
    return _("答复函 %(number)s（第 %(n)s 件）.pdf") % {
        "number": reply.document_number,
        "n": letter.number,
    }


@override(settings.LANGUAGE_CODE)
def letters_filename(reply: Reply) -> str:
    return _("全部答复函 %s.pdf") % reply.document_number
