"""The link in a digest by which who gets it, and only they, stop it without signing in."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from common.errors import NotVisibleError
from notifications.models import Message

SALT = "notifications.digest"


def headers_of(message: Message) -> dict[str, str]:
    """RFC 8058; for digests alone, because what one has to do cannot be unsubscribed from."""
    address = address_of(message)
    if not address:
        return {}
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def address_of(message: Message) -> str:
    if not message.is_digest or message.recipient_id is None:
        return ""
    path = reverse("unsubscribe", args=[token_of(message.recipient_id)])
    return f"{settings.PORTAL_URL}{path}"


def token_of(user_id: int) -> str:
    return Signer(salt=SALT).sign(str(user_id))


def whose(token: str) -> int:
    try:
        return int(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        raise NotVisibleError from None
