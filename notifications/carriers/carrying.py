import logging
from traceback import format_tb

from django.utils.translation import gettext as _

from notifications.carriers.base import Carrier, Refused, Unreachable
from notifications.models import Message

log = logging.getLogger(__name__)


def carried(carrier: Carrier, message: Message) -> str:
    """Whatever goes wrong on the way is an attempt that failed, so that no one message ends every run
    that takes it up. Neither answer nor log repeats the error's own words: they may hold an address
    with its secret."""
    try:
        return carrier.send(message)
    except (Refused, Unreachable):
        raise
    except Exception as error:  # noqa: BLE001
        name = type(error).__name__
        places = "".join(format_tb(error.__traceback__))
        log.error("%s while message %s was sent:\n%s", name, message.pk, places)  # noqa: TRY400
        raise Refused(
            _("发送时程序出错（%(error)s），请告知系统管理员") % {"error": name}
        ) from None
