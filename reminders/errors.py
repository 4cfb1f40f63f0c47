from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError


class NothingToSubscribeError(InvalidError):
    words = _(
        "您现在没有任何单位的岗位，日历里不会有任何内容，没有生成地址。请先由系统管理员登记岗位。"
    )
