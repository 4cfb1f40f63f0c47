"""How a batch stands, in words."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class BatchStatus(StrEnum):
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"


class ItemStatus(StrEnum):
    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


STATUS_WORDS = {
    BatchStatus.RUNNING: _("正在生成"),
    BatchStatus.DONE: _("可以下载"),
    BatchStatus.CANCELLED: _("已取消"),
    BatchStatus.EXPIRED: _("已到期清除"),
    BatchStatus.FAILED: _("没有做成"),
}
STATUS_TONES = {
    BatchStatus.RUNNING: "waiting",
    BatchStatus.DONE: "ok",
    BatchStatus.CANCELLED: "nil",
    BatchStatus.EXPIRED: "nil",
    BatchStatus.FAILED: "danger",
}
ITEM_WORDS = {
    ItemStatus.WAITING: _("未轮到"),
    ItemStatus.MADE: _("已生成"),
    ItemStatus.FAILED: _("没有生成"),
}
