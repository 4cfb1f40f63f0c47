"""The printed letter. It carries no link: those are made and sent by the deputies' office alone."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.pdf import render_pdf
from replies.letters import addressed, letter_text
from replies.models import Letter, Reply


@override(settings.LANGUAGE_CODE)
def letter_pdf(reply: Reply, letter: Letter) -> bytes:
    text = letter_text(reply)
    context = {
        "text": text,
        "reply": reply,
        "to": addressed(letter, reply.letters.count()),
        "demo": reply.is_sample,
    }
    return render_pdf("replies/letter_pdf.html", context, title=text.title, style="pdf-letter.css")


@override(settings.LANGUAGE_CODE)
def letter_filename(reply: Reply, letter: Letter) -> str:
    return _("答复函 %(number)s（第 %(n)s 件）.pdf") % {
        "number": reply.document_number,
        "n": letter.number,
    }
