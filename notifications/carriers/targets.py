from django.utils.translation import gettext as _

from common.sealed import CannotBeOpenedError, opened
from notifications.carriers.base import Refused
from notifications.models import Endpoint, Message


def target_of(message: Message) -> tuple[Endpoint, dict[str, str]]:
    """Where a message to an endpoint goes, opened for this once."""
    endpoint = message.endpoint
    if endpoint is None:
        raise Refused(_("没有登记接收地址"), for_good=True)
    try:
        return endpoint, opened(endpoint.sealed)
    except (
        CannotBeOpenedError
    ):  # the portal's own trouble: what is mended within two days still leaves
        raise Refused(_("加密密钥已更换，请管理员重新填写地址")) from None
