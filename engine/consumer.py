"""Messages that are no job of the portal: kept as dead letters, then dropped, so that none comes back."""

from json import JSONDecodeError
from typing import Any

from celery.worker.consumer import Consumer

from engine.models import DeadLetter
from engine.services import letters
from engine.services.letters import Failure
from engine.task import error_words

NAMELESS = "?"


# What stands in the queue and is not even an envelope. Celery's worker would end by it.
NO_ENVELOPE = (JSONDecodeError, UnicodeDecodeError)


class PortalConsumer(Consumer):  # type: ignore[misc]  # Celery ships no types
    connection_errors: tuple[type[BaseException], ...]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.connection_errors = (*self.connection_errors, *NO_ENVELOPE)  # it connects anew

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        if isinstance(exc, NO_ENVELOPE):
            words = f"{type(exc).__name__}: not an envelope"
            letters.note(Failure(NAMELESS, DeadLetter.Cause.UNREADABLE, words))
        super().on_connection_error_after_connected(exc)

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        _note(message, DeadLetter.Cause.UNREADABLE, exc)
        super().on_decode_error(message, exc)

    def on_unknown_message(self, body: Any, message: Any) -> None:
        _note(message, DeadLetter.Cause.UNREADABLE, ValueError("not a message of Celery's"))
        super().on_unknown_message(body, message)

    def on_invalid_task(self, body: Any, message: Any, exc: Exception) -> None:
        _note(message, DeadLetter.Cause.UNREADABLE, exc)
        super().on_invalid_task(body, message, exc)

    def on_unknown_task(self, body: Any, message: Any, exc: Exception) -> None:
        _note(message, DeadLetter.Cause.UNKNOWN, exc)
        super().on_unknown_task(body, message, exc)


def _note(message: Any, cause: str, error: Exception) -> None:
    """Nothing of the body: it may hold anything."""
    headers = message.headers if isinstance(message.headers, dict) else {}
    words = f"{error_words(error)} ({message.content_type}, {len(message.body or '')} B)"
    letters.note(Failure(str(headers.get("task") or NAMELESS), cause, words))
