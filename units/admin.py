"""The site for reference data, `/admin/`. Open to who may manage it, and to their own government alone."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from common.errors import NotAllowedError, NotVisibleError
from units.access import access_for
from units.models import (
    CalendarDay,
    CalendarYear,
    Government,
    Membership,
    Rule,
    RuleSet,
    Unit,
    UnitAlias,
    UnitName,
    User,
)
from units.roles import Permission


def related(name: str, words: str | Promise) -> Callable[[Any], Any]:
    """A column for a foreign key whose field has no name of its own in Chinese."""

    @admin.display(description=words, ordering=name)
    def column(row: Any) -> Any:
        return getattr(row, name)

    return column


def managed_governments(request: HttpRequest) -> frozenset[int]:
    return access_for(request).governments_with(Permission.MANAGE_REFERENCE_DATA)


def may_manage(request: HttpRequest) -> bool:
    return request.user.is_active and bool(managed_governments(request))


class PortalAdminSite(admin.AdminSite):
    site_header = _("基础数据管理")
    site_title = _("议案办理督办平台")
    index_title = _("单位、人员、工作日历和时限规则")

    def has_permission(self, request: HttpRequest) -> bool:
        if request.user.is_authenticated and not may_manage(request):
            raise NotAllowedError
        return request.user.is_authenticated

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The portal has one sign-in page."""
        onward = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(onward)


site = PortalAdminSite(name="admin")


# Foreign keys without a name of their own in Chinese.
LABELS: dict[str, str | Promise] = {
    "government": _("政府"),
    "plan": _("计划（空着即全市通用）"),
    "unit": _("单位"),
    "user": _("人员"),
    "merged_into": _("并入"),
}


class OwnGovernment(admin.options.BaseModelAdmin):
    """Rows of the person's own governments; nothing is deleted that others may refer to."""

    government_path: ClassVar[str] = "government"
    is_editable: ClassVar[bool] = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(**{f"{self.government_path}__in": managed_governments(request)})

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        chooser = site._registry.get(db_field.related_model)
        if chooser is not None:
            kwargs["queryset"] = chooser.get_queryset(request)
        kwargs.setdefault("label", LABELS.get(db_field.name))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_manage(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_manage(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.is_editable and may_manage(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.is_editable and may_manage(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReferenceAdmin(OwnGovernment, SimpleHistoryAdmin):
    list_per_page = 50

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The package shows any government's rows, and fails on those that keep no history."""
        self._require_own(request, object_id)
        if not hasattr(self.model, "history"):
            return admin.ModelAdmin.history_view(self, request, object_id, extra_context)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A former state is read. The package would write it back, also where nothing is editable."""
        if request.method == "POST" or not version_id.isdecimal():
            raise NotAllowedError
        self._require_own(request, object_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _require_own(self, request: HttpRequest, object_id: str) -> None:
        if self.get_object(request, unquote(object_id)) is None:
            raise NotVisibleError


class ReferenceInline(OwnGovernment, admin.StackedInline):
    """Stacked: Django's table of inlines has fields without labels."""

    extra = 0
    show_change_link = False


class UnitNameInline(ReferenceInline):
    """Former names come from renaming."""

    model = UnitName
    government_path = "unit__government"
    is_editable = False


class UnitAliasInline(ReferenceInline):
    model = UnitAlias

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_manage(request)


class MembershipInline(ReferenceInline):
    """A membership ends by its date; the row stays."""

    model = Membership
    government_path = "unit__government"
    autocomplete_fields = ("unit",)


class RuleForm(forms.ModelForm):
    """A share stays a share and a time a time: the portal counts with it."""

    def clean_measure(self) -> str:
        measure: str = self.cleaned_data["measure"]
        share = Rule.Measure.PERCENT
        if (measure == share) != (self.initial.get("measure") == share):
            raise forms.ValidationError(_("百分比不能改成时限，时限也不能改成百分比。"))
        return measure


class RuleInline(ReferenceInline):
    """Which rules there are is the portal's affair; what each says is the government's."""

    model = Rule
    form = RuleForm
    government_path = "rule_set__government"
    fields = ("key", "amount", "measure", "source")
    readonly_fields = ("key",)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Government, site=site)
class GovernmentAdmin(ReferenceAdmin):
    government_path = "pk"
    is_editable = False
    list_display = ("name",)


@admin.register(Unit, site=site)
class UnitAdmin(ReferenceAdmin):
    list_display = ("name", related("merged_into", _("并入")), "merged_on")
    list_select_related = ("merged_into",)
    ordering = ("name",)
    search_fields = ("name", "aliases__name")
    inlines = (UnitAliasInline, UnitNameInline)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        """A unit that is there is renamed and merged by command: people and past dates go along."""
        merging = ("merged_into", "merged_on")
        return merging if obj is None else ("government", "name", *merging)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        words = _(
            "改名用命令 manage.py rename_unit，并入用 manage.py merge_unit：以前的名称、人员和应办事项"
            "要一起处理，见 docs/operation.md。"
        )
        fields = ("government", "name", "merged_into", "merged_on", "map_row", "map_column")
        return ((None, {"fields": fields, "description": words if obj else ""}),)


class PersonForm(UserChangeForm):
    password = None


class NewPersonForm(AdminUserCreationForm):
    """Everybody signs in with a password; there is no other way to choose here."""

    usable_password = None


class NewPasswordForm(AdminPasswordChangeForm):
    """Always a new password: who is to sign in no more is made inactive."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


@admin.register(User, site=site)
class PersonAdmin(ReferenceAdmin, UserAdmin):
    """What a person may do is said by memberships alone: no groups, no superusers."""

    list_display = ("username", "name", "email", "is_active", "is_sample", "last_login")
    list_filter = ("is_active", "is_sample")
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = NewPasswordForm
    readonly_fields = ("password_state", "is_sample", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password_state", "name", "email", "is_active")}),
        (_("记录"), {"fields": ("is_sample", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "name", "email", "password1", "password2")},
        ),
    )
    inlines = (MembershipInline,)

    @admin.display(description=_("密码"))
    def password_state(self, person: User) -> str:
        """Not how it is kept: that says nothing to an administrator."""
        words = _("已设置") if person.has_usable_password() else _("没有设置，不能登录")
        address = reverse("admin:auth_user_password_change", args=[person.pk])
        return format_html('{} <a href="{}">{}</a>', words, address, _("重设密码"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """A new person has no membership yet."""
        own = Q(memberships__unit__government__in=managed_governments(request))
        rows = admin.ModelAdmin.get_queryset(self, request)
        return rows.filter(own | Q(memberships__isnull=True)).distinct()


@admin.register(CalendarDay, site=site)
class CalendarDayAdmin(ReferenceAdmin):
    """Changed on its own pages alone, where dates and reminders follow."""

    is_editable = False
    list_display = ("day", "is_workday", "name")
    list_filter = ("is_workday",)
    date_hierarchy = "day"
    ordering = ("-day",)


@admin.register(CalendarYear, site=site)
class CalendarYearAdmin(ReferenceAdmin):
    is_editable = False
    list_display = ("year", "source")
    ordering = ("-year",)


@admin.register(RuleSet, site=site)
class RuleSetAdmin(ReferenceAdmin):
    """A new set is added whole, from its file (`add_rule_set`)."""

    list_display = ("name", "kind")
    readonly_fields = ("government", "kind")
    inlines = (RuleInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
