from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepliesConfig(AppConfig):
    name = "replies"
    verbose_name = _("答复与评价")

    def ready(self) -> None:
        from replies.turns import speak  # noqa: PLC0415 - models are there only now

        speak()
