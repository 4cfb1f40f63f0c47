"""The ledger: one list of tables, on screen one at a time, in the workbook a sheet each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.workbook import Column, Sheet, write_workbook
from dashboards.crosscheck.lines import FindingLine, finding_lines
from dashboards.exports import columns as c
from dashboards.exports import reply_tables as r
from dashboards.exports.cover import Cover
from dashboards.exports.explained import narrative_rows
from dashboards.exports.hand_out import assignment_columns, extension_columns
from dashboards.exports.rows import (
    NarrativeRow,
    allocation_rows,
    correction_rows,
    figure_rows,
    growth_rows,
    milestone_rows,
    partner_rows,
    share_rows,
    sub_project_rows,
    target_rows,
    task_rows,
)
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import FilingStanding, LeafStanding, State


@dataclass(frozen=True)
class Ledger:
    """With `state`: the filings that stand so, and the leaves that their units lead."""

    standing: PlanStanding
    state: State | None
    filings: tuple[FilingStanding, ...]
    leaves: tuple[LeafStanding, ...]
    narratives: tuple[NarrativeRow, ...]
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True)
class LedgerTable:
    """`on_screen` names the columns that a page has room for; the workbook has all."""

    key: str
    title: str
    note: str
    columns: Sequence[Column]
    on_screen: tuple[str, ...]
    rows: tuple[Any, ...]


def ledger_of(standing: PlanStanding, state: State | None = None) -> Ledger:
    filings = tuple(row for row in standing.filings if state in {None, row.state})
    units = {row.unit.id for row in filings}
    leaves = tuple(
        leaf
        for leaf in standing.leaves
        if state is None or units & {unit.id for unit in leaf.leads}
    )
    kept = {leaf.id for leaf in leaves}
    narratives = tuple(row for row in narrative_rows(standing) if row.leaf.id in kept)
    findings = tuple(
        line
        for line in finding_lines(standing)
        if line.finding.leaf_key in {None, *(leaf.key for leaf in leaves)}
    )
    return Ledger(standing, state, filings, leaves, narratives, findings)


def ledger_tables(ledger: Ledger) -> tuple[LedgerTable, ...]:
    return (
        _targets(ledger),
        _tasks(ledger),
        _sub_projects(ledger),
        _filings(ledger),
        _laggards(ledger),
        _corrections(ledger),
        _figures(ledger),
        _growth(ledger),
        _allocations(ledger),
        _milestones(ledger),
        _narratives(ledger),
        _notices(ledger),
        _difficulties(ledger),
        _assignments(ledger),
        _extensions(ledger),
        _findings(ledger),
        _motions(ledger),
        _replies(ledger),
        _promises(ledger),
        _partners(ledger),
        _shares(ledger),
    )


def workbook(ledger: Ledger, cover: Cover) -> bytes:
    tables = ledger_tables(ledger)
    notes = [(table.title, table.note) for table in tables]
    info = Sheet(
        _("说明"),
        [
            Column("word", _("项目"), lambda row: row[0], width=24),
            Column("value", _("内容"), lambda row: row[1], width=100),
        ],
        [*cover.facts, *notes],
    )
    sheets = [info, *(Sheet(table.title, table.columns, table.rows) for table in tables)]
    return write_workbook(sheets, title=cover.title, subject=cover.scope)


def _columns(ledger: Ledger, columns: list[Column]) -> list[Column]:
    return columns if ledger.standing.with_submitted else c.without_submitted(columns)


def _targets(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "tasks",
        _("事项台账"),
        _(
            "每个事项的每个指标一行。完成数是全年累计数，各阶段不相加；规模指标（项目数、总投资）不计进度。"
            "序时应达＝目标×截至日在全年的天数÷全年天数。"
        ),
        _columns(ledger, c.target_columns()),
        ("number", "title", "leads", "target", "goal", "accepted", "as_of", "percent", "light")
        + ("submitted", "submitted_as_of", "milestones", "result"),
        tuple(target_rows(ledger.leaves)),
    )


def _tasks(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "list",
        _("任务"),
        _("文件的每项任务一行；有子项目的，后面几栏是各子项目合起来的。"),
        c.task_columns(),
        ("number", "title", "leads", "leaves", "targets", "with_figure", "ended", "due"),
        tuple(task_rows(ledger.leaves)),
    )


def _sub_projects(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "subprojects",
        _("子项目"),
        _("每个子项目一行，指标和已审核数各占一格；要筛选、计算的数在“事项台账”和“完成数”。"),
        c.sub_project_columns(),
        ("number", "title", "leads", "responsible", "due", "goals", "reached", "milestones")
        + ("result",),
        tuple(sub_project_rows(ledger.leaves)),
    )


def _filings(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "filings",
        _("报送情况"),
        _(
            "每个牵头单位每个阶段一行。首次审签报送不晚于期限当天 24:00 为按时，退回补正不改变是否按时。"
        ),
        c.filing_columns(),
        (
            "unit",
            "stage",
            "due",
            "original",
            c.PROVISIONAL,
            "state",
            "timing",
            "first",
            "version",
            "in_force",
            "nil",
        )
        + ("copies", "registered", "next"),
        ledger.filings,
    )


def _laggards(ledger: Ledger) -> LedgerTable:
    kept = set(map(id, ledger.filings))
    return LedgerTable(
        "late",
        _("逾期和迟报"),
        _("先列尚未完成的，再列已报但迟于期限的；天数为日历天。"),
        c.laggard_columns(),
        ("unit", "stage", "kind", "due", "original", "days", "acting"),
        tuple(row for row in ledger.standing.laggards if id(row.filing) in kept),
    )


def _corrections(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "corrections",
        _("结账后更正"),
        _("阶段结账以后才审核通过的内容，新旧两个数并列；台账其他各表以结账时的数为准。"),
        c.correction_columns(),
        ("number", "title", "unit", "stage", "what", "before", "after", "accepted_at"),
        tuple(correction_rows(ledger.leaves, ledger.standing.corrections)),
    )


def _figures(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "figures",
        _("完成数"),
        _("有效的已审核数，以及单列的待审核数；由牵头单位列第一位的汇总填报。"),
        c.figure_columns(),
        ("number", "title", "target", "unit", "value", "as_of", "decision", "from", "stage")
        + ("version", "at"),
        tuple(figure_rows(ledger.leaves)),
    )


def _growth(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "growth",
        _("各阶段累计"),
        _("每个指标到每个阶段为止已审核的累计数；这一阶段没有报新数的，仍是上一次的数。"),
        c.growth_columns(),
        ("number", "title", "target", "unit", "by", "value", "as_of", "from", "stage", "version"),
        tuple(growth_rows(ledger.leaves)),
    )


def _shares(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "shares",
        _("函告的数"),
        _("责任单位函告牵头单位的全年累计数，每个指标只列最近一次的；以牵头单位报告的数为准。"),
        c.share_columns(),
        ("number", "title", "target", "measured", "unit", "value", "allocated", "stage", "at"),
        tuple(share_rows(ledger.leaves, ledger.standing.partners)),
    )


def _allocations(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "allocations",
        _("分解目标"),
        _("文件分解到单位的目标；分解数之和不一定等于总数，未分解的单列一行。"),
        c.allocation_columns(),
        ("number", "title", "target", "goal", "to", "amount"),
        tuple(allocation_rows(ledger.leaves)),
    )


def _milestones(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "milestones",
        _("项目节点"),
        _("文件点名的项目和事项；经审核报完成的不因以后阶段未再提及而变为未完成。"),
        c.milestone_columns(),
        ("number", "title", "name", "kind", "state", "done_on", "evidence", "source"),
        tuple(milestone_rows(ledger.leaves)),
    )


def _narratives(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "words",
        _("进展和问题"),
        _("各牵头单位最近一次经审核的报告，以及单列的待审核报告。"),
        c.narrative_columns(),
        ("number", "title", "from", "stage", "version", "decision", "narrative", "problems"),
        ledger.narratives,
    )


def _notices(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "notices",
        _("督办"),
        _("每个督办件一行：级别是截至时刻的级别，红色整改合格以后降为黄色观察。"),
        c.notice_columns(),
        ("unit", "title", "level", "highest", "state", "opened_at", "due", "answer", "checked")
        + ("review", "ended_at"),
        _of_state(ledger, ledger.standing.notices),
    )


def _difficulties(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "difficulties",
        _("困难问题"),
        _("每件困难一行，先报告的在前；已过工作日从报告算到办结或者截至时刻。"),
        c.difficulty_columns(),
        ("number", "title", "unit", "what", "reported_at", "state", "holder", "age")
        + ("instruction", "instructed", "due", "result", "ended_at"),
        _of_state(ledger, ledger.standing.difficulties),
    )


def _of_state(ledger: Ledger, rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """Those of the units whose filings stand so, where a status is asked for."""
    if ledger.state is None:
        return rows
    units = {row.unit.id for row in ledger.filings}
    return tuple(row for row in rows if row.unit.id in units)


def _assignments(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "receipts",
        _("交办和签收"),
        _("每个单位每个事项一行；改派的，原单位和新单位各一行。状态是截至时刻的。"),
        assignment_columns(),
        ("number", "title", "unit", "role", "state", "handed", "due", "since", "by", "reason"),
        ledger.standing.hand_out.assignments if ledger.state is None else (),
    )


def _extensions(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "extensions",
        _("延期申请"),
        _("单位在期限以前申请，由领导小组办公室决定；是否逾期按现行期限计算。"),
        extension_columns(),
        ("unit", "what", "original", "asked", "state", "granted", "asked_at", "words"),
        ledger.standing.hand_out.extensions if ledger.state is None else (),
    )


def _findings(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "findings",
        _("数据核验"),
        _("计划和报告里互相矛盾的地方，两处来源并列；已说明的仍列出。平台不自动更正。"),
        c.finding_columns(),
        ("kind", "subject", "where", "says", "other_where", "other_says", "resolver", "state")
        + ("words",),
        ledger.findings,
    )


def _motions(ledger: Ledger) -> LedgerTable:
    standing = ledger.standing.replies
    return LedgerTable(
        "motions",
        _("议案答复"),
        _("每件议案一行：答复日期、答复前面商的代表数，以及每位代表最后一次对办理结果的评价。"),
        r.motion_columns(),
        ("motion", "due", "replied", "contacted", "satisfied", "basically", "not", "silent")
        + ("second", "again"),
        standing.motions if standing and ledger.state is None else (),
    )


def _replies(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "replies",
        _("答复与评价"),
        _(
            "每件议案的每位代表一行；没有发函的议案一行。评价只列代表已经提交的，没有提交的列为未评价。"
            "同一代表评价两次的，满意率按后一次计算。"
        ),
        r.reply_columns(),
        ("motion", "replied", "round", "number", "deputy", "attitude", "result", "words", "rated"),
        tuple(r.reply_rows(ledger.standing.replies)) if ledger.state is None else (),
    )


def _promises(ledger: Ledger) -> LedgerTable:
    standing = ledger.standing.replies
    return LedgerTable(
        "promises",
        _("承诺事项"),
        _("答复代表时承诺的事项，从答复之日列入，到办公室销号为止；落实率＝已兑现÷全部承诺。"),
        r.promise_columns(),
        ("text", "unit", "printed", "due", "state", "kept"),
        standing.promises if standing and ledger.state is None else (),
    )


def _partners(ledger: Ledger) -> LedgerTable:
    return LedgerTable(
        "partners",
        _("函告和会签"),
        _(
            "每个责任单位每个事项每个阶段一行函告，每个联合牵头单位一行会签。退回的函告不算已到；"
            "“报告已报”指牵头单位的报告注明缺口报送。"
        ),
        c.partner_columns(),
        ("number", "kind", "unit", "stage", "due", c.PROVISIONAL, "state", "late", "at", "by")
        + ("figures", "objection"),
        tuple(partner_rows(ledger.leaves, ledger.standing.partners)),
    )
