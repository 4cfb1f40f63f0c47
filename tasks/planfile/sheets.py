"""The plan file as a workbook: its sheets and columns, the same for writing and reading.

Titles and headers belong to the format, so they are never translated.
"""

from common.tables import Column, Table

PLAN_KINDS = {"议案": "motion", "建议": "suggestion"}
DEADLINE_KINDS = {"阶段报告": "report", "答复代表": "reply", "其他": "other"}
GROUP_ROLES = {"组长": "leader", "副组长": "deputy_leader", "成员": "member"}
PARTY_ROLES = {"牵头": "lead_units", "责任": "responsible_units"}
MILESTONE_KINDS = {
    "建成": "completed",
    "开工": "started",
    "设立": "established",
    "推动": "advanced",
}


_UNIT = Column("unit", "单位", width=34)
_TASK = Column("task", "任务标识")
_BOUNDS = (Column("minimum", "下限", "number", 12), Column("maximum", "上限", "number", 12))

DOCUMENT = Table(
    "文件",
    (
        Column("format", "格式"),
        Column("id", "计划编号", width=22),
        Column("number", "发文字号", width=22),
        Column("title", "标题", width=60),
        Column("issuer", "发文机关", width=22),
        Column("signed", "成文日期", "date", 12),
        Column("issued", "印发日期", "date", 12),
        Column("session", "会议", width=24),
        Column("host_unit", "主办单位", width=24),
        Column("supervisor_unit", "督办单位", width=24),
        Column("office_unit", "领导小组办公室设在", width=24),
        Column("office_director", "办公室主任"),
        Column("copied_to", "抄送（每行一个）", "prose", 24),
        Column("kind", "办理类别", "word", words=PLAN_KINDS, is_optional=True),
    ),
)
MOTIONS = Table(
    "议案",
    (
        Column("title", "案由", width=70),
        Column("lead_proposer", "领衔代表"),
        Column("proposers", "代表人数", "whole"),
    ),
)
LEADING_GROUP = Table(
    "领导小组",
    (
        Column("role", "组内职务", "word", words=GROUP_ROLES),
        Column("name", "姓名"),
        Column("post", "职务", width=40),
    ),
)
UNIT_GROUPS = Table("单位组", (Column("group", "单位组", width=24), _UNIT))
UNIT_ALIASES = Table(
    "别称", (Column("alias", "别称", width=24), Column("unit", "规范名称", width=34))
)
DEADLINES = Table(
    "期限",
    (
        Column("kind", "类别", "word", words=DEADLINE_KINDS),
        Column("due", "期限", "date"),
        Column("copies", "纸质份数", "whole"),
        Column("satisfaction_goal", "满意率目标", "number"),
    ),
)
TASKS = Table(
    "任务",
    (
        Column("key", "标识"),
        Column("parent", "上级任务标识"),
        Column("number", "序号", width=8),
        Column("title", "名称", width=40),
        Column("summary", "概要", "prose", 60),
        Column("text", "原文", "prose", 60),
        Column("due", "期限", "date", 12),
        Column("due_text", "期限原文", width=20),
        Column("milestones_open", "节点未列全", "flag", 12),
        Column("predecessor_plan", "上年计划编号", width=22, is_optional=True),
        Column("predecessor_key", "上年任务标识", is_optional=True),
    ),
)
PARTIES = Table("承办单位", (_TASK, Column("role", "角色", "word", words=PARTY_ROLES), _UNIT))
TARGETS = Table(
    "目标",
    (_TASK, Column("name", "指标", width=34), Column("unit", "计量单位"), *_BOUNDS),
)
ALLOCATIONS = Table("分解", (_TASK, Column("target", "指标", width=34), _UNIT, *_BOUNDS))
MILESTONES = Table(
    "节点",
    (
        _TASK,
        Column("kind", "类别", "word", words=MILESTONE_KINDS),
        Column("name", "名称", width=60),
    ),
)

TABLES = (
    DOCUMENT,
    MOTIONS,
    LEADING_GROUP,
    UNIT_GROUPS,
    UNIT_ALIASES,
    DEADLINES,
    TASKS,
    PARTIES,
    TARGETS,
    ALLOCATIONS,
    MILESTONES,
)
