"""Messages that are no job of the portal: kept as dead letters, then dropped, so that none comes back."""

from collections.abc import Callable
from json import JSONDecodeError
from typing import Any

from celery.worker.consumer import Consumer
from kombu.transport.virtual import Message

from engine.models import DeadLetter
from engine.services import letters
from engine.services.letters import Failure
from engine.task import error_words

NAMELESS = "?"
# What a thing of another form raises where a certain one is expected.
OF_ANOTHER_FORM = (KeyError, TypeError, AttributeError, ValueError)


class NoEnvelopeError(ValueError):
    """JSON, but no message: nothing says where it came from or how to give it back."""


# What stands in the queue and is not even an envelope. Celery's worker would end by it.
NO_ENVELOPE = (JSONDecodeError, UnicodeDecodeError)


class Envelope(Message):
    def __init__(self, payload: Any, channel: Any = None, **options: Any) -> None:
        try:
            super().__init__(payload, channel=channel, **options)  # type: ignore[no-untyped-call]
            route = [self.delivery_info[name] for name in ("exchange", "routing_key")]
        except OF_ANOTHER_FORM as error:
            raise NoEnvelopeError from error
        if not all(isinstance(part, str) for part in [*route, self.delivery_tag]):
            raise NoEnvelopeError
        if not isinstance(self.body, str | bytes | None):
            raise NoEnvelopeError


class PortalConsumer(Consumer):  # type: ignore[misc]  # Celery ships no types
    connection_errors: tuple[type[BaseException], ...]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.connection_errors = (*self.connection_errors, *NO_ENVELOPE)  # it connects anew

    def connect(self) -> Any:
        link = super().connect()
        link.default_channel.Message = Envelope
        link.transport._deliver = _noting_what_is_none(link.transport._deliver)
        return link

    def create_task_handler(self, *args: Any, **options: Any) -> Callable[[Any], None]:
        """An envelope may hold anything, a task without a number or a name that is a list."""
        receive = super().create_task_handler(*args, **options)

        def on_task_received(message: Any) -> None:
            try:
                receive(message)
            except OF_ANOTHER_FORM as error:
                self.on_decode_error(message, error)

        return on_task_received

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        if isinstance(exc, NO_ENVELOPE):
            _note_no_envelope(exc)
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


def _noting_what_is_none(deliver: Callable[..., None]) -> Callable[..., None]:
    """Without connecting anew, which would cost the jobs that run their acknowledgement."""

    def deliver_or_note(message: Any, queue: str) -> None:
        try:
            deliver(message, queue)
        except NoEnvelopeError as error:
            _note_no_envelope(error)

    return deliver_or_note


def _note_no_envelope(error: Exception) -> None:
    words = f"{type(error).__name__}: not an envelope"
    letters.note(Failure(NAMELESS, DeadLetter.Cause.UNREADABLE, words))


def _note(message: Any, cause: str, error: Exception) -> None:
    """Nothing of the body: it may hold anything."""
    headers = message.headers if isinstance(message.headers, dict) else {}
    words = f"{error_words(error)} ({message.content_type}, {len(message.body or '')} B)"
    letters.note(Failure(str(headers.get("task") or NAMELESS), cause, words))
