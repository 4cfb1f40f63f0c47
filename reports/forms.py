"""What one screen sends, parsed and checked. Saves nothing."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.document_number import DocumentNumberField, PrintedNumberField
from common.fields import DayField as DayField
from common.fields import LineField as LineField
from common.fields import PlainTextField as PlainTextField
from common.fields import needed_before
from common.fields import plain_text as plain_text
from reports.cells import bare_figure, figure_fields, labelled, proof_fields
from reports.long_text import (
    MOST_EXPLANATION,
    NARRATIVE,
    PROBLEMS,
    LongTextField,
)
from reports.models import ContributionVersion, FilingVersion, PaperReceipt, Part
from reports.pages import sources_of
from reports.services.contributing import ContributionContent
from reports.services.drafting import FigureEntry, MilestoneEntry, PartContent
from reports.services.entering import Paper
from reports.services.reviewing import PartDecision
from reports.warnings import CODES, EarlierFigures, PartWarning, Shares
from reports.workflow import Decision
from tasks.goals import gathers_figures
from tasks.models import Milestone, Target
from tasks.planfile.read import MAX_BYTES
from tasks.wording import share_words, target_words
from units.loading.uploads import HandedIn
from units.models import Membership


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; a list, possibly empty."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]


def _is_warning(key: str, subjects: set[str]) -> bool:
    code, colon, subject = key.partition(":")
    return code in CODES and (not colon or subject in subjects)


LEADING = ("value-", "as_of-", "done-", "done_on-", "evidence-")


class PartForm(forms.Form):
    """One leaf's part. Figures and milestones appear only for the unit that gathers them."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    is_nil = forms.BooleanField(label=_("本阶段无情况可报"), required=False)
    narrative = needed_before(
        _("送审签前必填，无情况可报的除外"),
        LongTextField(label=_("进展情况"), limit=NARRATIVE, rows=10),
    )
    problems = LongTextField(label=_("存在问题和下一步打算"), limit=PROBLEMS, rows=5)
    new_files = FilesField(label=_("添加附件"), required=False)

    def __init__(
        self,
        *args: Any,
        part: Part,
        warnings: list[PartWarning],
        earlier: EarlierFigures,
        shares: Shares,
        today: date,
        **kwargs: Any,
    ) -> None:
        self.part = part
        self.warnings = warnings
        self.earlier, self.shares = earlier, shares
        task = part.obligation.task
        self.gathers = gathers_figures(task, part.obligation.unit_id)
        self.targets = [t for t in task.targets.all() if not t.is_scope] if self.gathers else []
        self.milestones = list(task.milestones.all()) if self.gathers else []
        super().__init__(*args, initial=self._initial(today), **kwargs)
        self._add_fields()
        self.order_fields(["revision", *self._leading_fields()])

    def _add_fields(self) -> None:
        for target in self.targets:
            self.fields |= figure_fields(target)
        for milestone in self.milestones:
            self.fields[f"done-{milestone.pk}"] = forms.BooleanField(
                label=milestone.name, required=False
            )
            self.fields |= proof_fields(milestone)
        for key in self._explained_keys():
            self.fields[f"explain-{key}"] = PlainTextField(
                label=_("说明"),
                required=False,
                max_length=MOST_EXPLANATION,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _leading_fields(self) -> list[str]:
        """Figures and milestones stand above the words on the page, and so do their errors."""
        return [name for name in self.fields if name.startswith(LEADING)]

    def _explained_keys(self) -> list[str]:
        """The warnings of the saved part, and those the browser has learned of since."""
        keys = {warning.key for warning in self.warnings}
        sent = {name.removeprefix("explain-") for name in self.data if name.startswith("explain-")}
        subjects = {str(row.pk) for row in (*self.targets, *self.milestones)}
        known = {key for key in sent if _is_warning(key, subjects)}
        return sorted(keys | known)

    def _initial(self, today: date) -> dict[str, Any]:
        part = self.part
        day = min(part.obligation.deadline.due_on, today)
        initial: dict[str, Any] = {
            "revision": part.revision,
            "is_nil": part.is_nil,
            "narrative": part.narrative,
            "problems": part.problems,
        }
        initial |= {f"as_of-{target.pk}": day for target in self.targets}
        for row in part.figures.all():
            initial |= {
                f"value-{row.target_id}": bare_figure(row.value),
                f"as_of-{row.target_id}": row.as_of,
            }
        for result in part.milestone_results.all():
            initial |= {
                f"done-{result.milestone_id}": True,
                f"done_on-{result.milestone_id}": result.done_on,
                f"evidence-{result.milestone_id}": result.evidence,
            }
        initial |= {f"explain-{row.warning}": row.text for row in part.explanations.all()}
        return initial

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for target in self.targets:
            if cleaned.get(f"value-{target.pk}") is not None and not cleaned.get(
                f"as_of-{target.pk}"
            ):
                self.add_error(f"as_of-{target.pk}", _("填了完成数，还要填截至日期。"))
        return cleaned

    def content(self) -> PartContent:
        """Only after `is_valid()`. Explanations of warnings not on the screen are kept."""
        data = self.cleaned_data
        kept = {row.warning: row.text for row in self.part.explanations.all()}
        sent = {
            name.removeprefix("explain-"): text
            for name, text in data.items()
            if name.startswith("explain-")
        }
        return PartContent(
            narrative=data["narrative"],
            problems=data["problems"],
            is_nil=data["is_nil"],
            figures=tuple(self._figures()),
            milestones=tuple(self._milestones()),
            explanations=kept | sent,
        )

    def _figures(self) -> Iterator[FigureEntry]:
        for target in self.targets:
            value = self.cleaned_data[f"value-{target.pk}"]
            if value is not None:
                yield FigureEntry(target.pk, value, self.cleaned_data[f"as_of-{target.pk}"])

    def _milestones(self) -> Iterator[MilestoneEntry]:
        for milestone in self.milestones:
            data = self.cleaned_data
            done_on, evidence = data[f"done_on-{milestone.pk}"], data[f"evidence-{milestone.pk}"]
            if data[f"done-{milestone.pk}"] or done_on or evidence.strip():
                yield MilestoneEntry(milestone.pk, done_on, evidence)

    def figure_rows(self) -> list[dict[str, Any]]:
        return [self._figure_row(target) for target in self.targets]

    def _figure_row(self, target: Target) -> dict[str, Any]:
        return {
            "target": target,
            "words": target_words(target),
            "value": self[f"value-{target.pk}"],
            "as_of": self[f"as_of-{target.pk}"],
            "earlier": self.earlier.get(target.pk),
            "share": self.shares.get(target.pk),
            "sources": sources_of(self.part, target.pk),
        }

    def milestone_rows(self) -> list[dict[str, Any]]:
        return [self._milestone_row(milestone) for milestone in self.milestones]

    def _milestone_row(self, milestone: Milestone) -> dict[str, Any]:
        names = ("done", "done_on", "evidence")
        return {"milestone": milestone} | {name: self[f"{name}-{milestone.pk}"] for name in names}

    def warning_rows(self) -> list[dict[str, Any]]:
        return [
            {"warning": warning, "field": self[f"explain-{warning.key}"]}
            for warning in self.warnings
        ]


class ContributionForm(forms.Form):
    """One unit's contribution. `targets`: those it says its share of."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    narrative = LongTextField(label=_("进展情况"), limit=NARRATIVE, rows=8)
    problems = LongTextField(label=_("存在困难和建议"), limit=PROBLEMS, rows=4)

    def __init__(
        self,
        *args: Any,
        draft: ContributionVersion | None,
        targets: list[Target],
        unit_id: int,
        last_day: date,
        **kwargs: Any,
    ) -> None:
        self.targets, self.unit_id = targets, unit_id
        super().__init__(*args, initial=_contribution_initial(draft, targets, last_day), **kwargs)
        for target in targets:
            self.fields |= figure_fields(target)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for target in self.targets:
            if cleaned.get(f"value-{target.pk}") is not None and not cleaned.get(
                f"as_of-{target.pk}"
            ):
                self.add_error(f"as_of-{target.pk}", _("填了完成数，还要填截至日期。"))
        return cleaned

    def content(self) -> ContributionContent:
        """Only after `is_valid()`."""
        data = self.cleaned_data
        return ContributionContent(
            narrative=data["narrative"],
            problems=data["problems"],
            figures=tuple(
                FigureEntry(target.pk, data[f"value-{target.pk}"], data[f"as_of-{target.pk}"])
                for target in self.targets
                if data[f"value-{target.pk}"] is not None
            ),
        )

    def figure_rows(self) -> list[dict[str, Any]]:
        return [
            {
                "target": target,
                "words": share_words(target, self.unit_id),
                "value": self[f"value-{target.pk}"],
                "as_of": self[f"as_of-{target.pk}"],
            }
            for target in self.targets
        ]


def _contribution_initial(
    draft: ContributionVersion | None, targets: list[Target], last_day: date
) -> dict[str, Any]:
    initial: dict[str, Any] = {"revision": 0} | {f"as_of-{t.pk}": last_day for t in targets}
    if draft is None:
        return initial
    initial |= {
        "revision": draft.revision,
        "narrative": draft.narrative,
        "problems": draft.problems,
    }
    for row in draft.figures.all():
        initial |= {
            f"value-{row.target_id}": bare_figure(row.value),
            f"as_of-{row.target_id}": row.as_of,
        }
    return initial


class CoverForm(forms.ModelForm):
    cover_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    document_number = DocumentNumberField(required=False)

    class Meta:
        model = FilingVersion
        fields = ["cover_revision", "document_number", "contact", "telephone"]
        field_classes: ClassVar = dict.fromkeys(("contact", "telephone"), LineField)

    def clean_cover_revision(self) -> int:
        """A form without one started from an empty cover."""
        return self.cleaned_data["cover_revision"] or 0


class ReviewForm(forms.Form):
    """A decision for every pending part; a return needs its reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = [part for part in parts if part.decision == Decision.PENDING]
        for part in self.parts:
            task = part.obligation.task
            self.fields[f"decision-{part.pk}"] = forms.ChoiceField(
                label=labelled(task, _("审核意见")),
                choices=[
                    (Decision.ACCEPTED.value, _("通过")),
                    (Decision.RETURNED.value, _("退回")),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("请选择“通过”或“退回”。")},
            )
            self.fields[f"reason-{part.pk}"] = needed_before(
                _("退回时必填"),
                PlainTextField(
                    label=labelled(task, _("退回理由")),
                    required=False,
                    max_length=5_000,
                    widget=forms.Textarea(attrs={"rows": 2}),
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for part in self.parts:
            is_returned = cleaned.get(f"decision-{part.pk}") == Decision.RETURNED
            if is_returned and not cleaned.get(f"reason-{part.pk}", "").strip():
                self.add_error(f"reason-{part.pk}", _("退回要写明理由，单位才知道改什么。"))
        return cleaned

    def decisions(self) -> dict[int, PartDecision]:
        data = self.cleaned_data
        return {
            part.pk: PartDecision(data[f"decision-{part.pk}"], data[f"reason-{part.pk}"])
            for part in self.parts
        }

    def fields_of(self, part: Part) -> dict[str, Any] | None:
        if f"decision-{part.pk}" not in self.fields:
            return None
        return {"decision": self[f"decision-{part.pk}"], "reason": self[f"reason-{part.pk}"]}


class PaperForm(forms.ModelForm):
    arrived_on = DayField(label=_("收到日期"))
    document_number = PrintedNumberField(required=False)

    class Meta:
        model = PaperReceipt
        fields = ["copies", "arrived_on", "document_number"]


class ReplyForm(forms.Form):
    replied_on = DayField(label=_("答复日期"))
    document_number = PrintedNumberField(required=False)


class EntryForm(forms.Form):
    """What a paper says of itself, with its scan."""

    received_on = DayField(label=_("纸质件收到日期"))
    received_at = forms.TimeField(
        label=_("收到时间"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("填的不是时间；应为 08:30 这样的时间。")},
    )
    document_number = PrintedNumberField(required=False)
    signed_by_name = LineField(label=_("签发人"), max_length=50)
    scan = forms.FileField(label=_("扫描件"))

    def paper(self) -> Paper:
        """Only after `is_valid()`."""
        data = self.cleaned_data
        received = datetime.combine(data["received_on"], data["received_at"])
        return Paper(
            received_at=timezone.make_aware(received),
            signed_by_name=data["signed_by_name"],
            document_number=data["document_number"],
            scan_name=data["scan"].name,
            scan=data["scan"],
        )


class DelegationForm(forms.Form):
    """To whom, and from which day through which."""

    field_order = ("post", "from_on", "through_on")

    from_on = DayField(label=_("起始日"))
    through_on = DayField(label=_("到期日（含当天）"))

    def __init__(self, *args: Any, posts: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = forms.ChoiceField(
            label=_("受委托人"),
            choices=[
                (
                    str(post.pk),
                    str(post.user) + _("（%s）") % f"{post.unit} {post.get_role_display()}",
                )
                for post in posts
            ],
            help_text=_(
                "可以委托本单位的同志；审核各单位报告的同志除外。受委托的同志不能审签自己写的报告。"
            ),
        )


class PlanFileForm(forms.Form):
    file = forms.FileField(
        label=_("修改后的计划文件"),
        help_text=_("JSON 或 Excel（导出的计划文件改过以后的）。先只列出差异，不改动任何内容。"),
    )

    def handed_in(self) -> HandedIn:
        """No more of it than shows that it is too long."""
        file = self.cleaned_data["file"]
        return HandedIn(file.name, file.read(MAX_BYTES + 1))


class NewPlanForm(PlanFileForm):
    file = forms.FileField(
        label=_("计划文件"),
        help_text=_("JSON 或 Excel。先列出会装入什么，不写入任何内容。"),
    )


class AmendmentForm(forms.Form):
    """Which file it was, with the version beside which its changes were shown."""

    upload = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = PlainTextField(
        label=_("修改理由"),
        help_text=_("例如：市政府某月某日会议决定。理由随每一项变动保存。"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
