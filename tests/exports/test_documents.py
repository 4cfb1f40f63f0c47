"""What stands on the files: names, language, who, as of when, the mark of sample data, the type."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dashboards.exports.cover import cover_of
from dashboards.exports.taken import Taken
from dashboards.standing import plan_standing
from reports.models import FilingVersion
from tests.dashboards.story import LAST_DAY
from tests.exports.faces import Faces, Pdf, Workbook
from tests.playing import at
from units.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from motions.models import Plan

pytestmark = pytest.mark.django_db

SAMPLE = "演示数据"
SAMPLE_WORDS = "所列报送含演示数据，不是真实情况。"


def filename(response: HttpResponse) -> str:
    header = response["Content-Disposition"]
    assert header.isascii()
    kind, encoded = header.split("; filename*=utf-8''")
    assert kind == "attachment"
    return unquote(encoded)


def test_files_are_named_in_chinese(faces: Faces) -> None:
    assert filename(faces.get("summary_pdf")).startswith(
        "汴政〔2022〕7号 督办摘要 2022-10-10 0830."
    )
    name = filename(faces.get("ledger_xlsx", at="2022-09-13"))
    assert name == "汴政〔2022〕7号 督办台账 2022-09-13.xlsx"
    name = filename(faces.get("ledger_xlsx", task="t5-10", status="missing"))
    assert name.startswith(
        "汴政〔2022〕7号 督办台账 任务 5.10 专项资金与企业培育 状态 逾期未报 2022"
    )


def test_a_name_holds_nothing_that_a_file_system_refuses(played: Plan) -> None:
    standing = plan_standing(played, at=at(LAST_DAY), today=LAST_DAY, with_submitted=True)
    played.number = '../a\\b:c*d?"e"<f>|\n\x07\u202egpj.〔2022〕'
    try:
        cover = cover_of("督办摘要", standing, Taken(User(), (), at(LAST_DAY)))
    finally:
        played.refresh_from_db()
    assert cover.filename.startswith("a b c d e f gpj.〔2022〕 督办摘要")
    assert not set(cover.filename) & set('/\\:*?"<>|\n\x07\u202e')


def test_kinds_of_file(faces: Faces) -> None:
    pdf, xlsx = faces.get("summary_pdf"), faces.get("ledger_xlsx")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert xlsx["Content-Type"].endswith("spreadsheetml.sheet")
    assert xlsx.content[:2] == b"PK"


def test_the_head_says_what_it_is_as_of_when_and_who_took_it_out(faces: Faces) -> None:
    first = "".join(faces.pdf(at="2022-09-13").reader.pages[0].extract_text().split())
    assert first.startswith("议案办理督办摘要汴政〔2022〕7号开封市人民政府关于印发")
    assert "范围：整个计划截至：2022年9月13日24:00" in first
    assert "口径：已审核数；已提交未审核的单列并注明" in first
    assert "导出：市政府督查局督查员2022年10月10日08:3" in first
    facts = {row["项目"]: row["内容"] for row in faces.workbook(at="2022-09-13").rows("说明")}
    assert facts["文号"] == "汴政〔2022〕7号"
    assert facts["截至"] == "2022年9月13日 24:00"
    assert facts["导出人"] == "市政府督查局 督查员"


def test_the_pdf_is_a_proper_one(faces: Faces) -> None:
    reader = faces.pdf().reader
    assert reader.metadata.title == "汴政〔2022〕7号 督办摘要（截至 2022年10月10日 08:30）"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert {name.split("+")[1].removesuffix("-Bold") for name in faces.pdf().fonts} == {
        "Portal-XiaoBiaoSong",
        "Portal-Kai",
        "Portal-Hei",
        "Portal-FangSong",
    }


def test_the_outline_has_the_parts_and_every_leaf(faces: Faces) -> None:
    title, parts = faces.pdf().reader.outline
    assert title.title == "议案办理督办摘要"
    names = [item.title for item in parts if not isinstance(item, list)]
    assert names == [
        "一、总体情况",
        "二、报送情况",
        "三、逾期和迟报",
        "四、督办和困难",
        "五、下一步期限",
        "六、答复代表",
        "七、目标完成情况",
        "八、各事项情况",
        "九、数据核验",
        "十、口径说明",
    ]
    leaves = next(item for item in reversed(parts) if isinstance(item, list))
    assert [item.title for item in leaves if not isinstance(item, list)] == [
        "1　加强组织领导，凝聚发展共识",
        "2　明晰产业体系，确定产业定位",
        "3　精准招商引资，突出项目为王",
        "4　持续推进技改，实现迭代升级",
        "5　坚持制造立市，夯实发展基础",
        "6　强化服务保障，优化营商环境",
    ]


def test_every_page_says_which_it_is(faces: Faces) -> None:
    pages = faces.pdf().reader.pages
    for number, page in enumerate(pages, start=1):
        words = "".join(page.extract_text().split())
        assert f"—{number}—" in words
        assert number == 1 or "汴政〔2022〕7号督办摘要整个计划截至2022年10月10日" in words


def test_documents_are_in_chinese_whatever_the_pages_are(faces: Faces) -> None:
    english = Client()
    english.force_login(User.objects.get(name="督查员"))
    english.cookies["django_language"] = "en"
    asked = {"task": "t5-10"}
    pdf = Pdf(english.get(reverse("summary_pdf", args=[faces.plan.pk]), asked).content)
    assert "截至：2022年10月10日" in pdf.text
    assert "按时报送率" in pdf.text
    book = Workbook(english.get(reverse("ledger_xlsx", args=[faces.plan.pk])).content)
    assert book.book.sheetnames[:2] == ["说明", "事项台账"]
    facts = {row["项目"]: row["内容"] for row in book.rows("说明")}
    assert facts["截至"].startswith("2022年10月10日")


@pytest.fixture
def samples(faces: Faces) -> Iterator[Faces]:
    """The same plan with one filing of sample data: 市财政局's, its figures those of leaf 5.10."""
    user = User.objects.get(name="督查员")
    with transaction.atomic():
        FilingVersion.objects.filter(
            filing__obligation__plan=faces.plan, filing__obligation__unit__name="市财政局"
        ).update(is_sample=True)
        yield Faces(faces.plan, user)
        transaction.set_rollback(True)


def test_sample_data_is_marked_wherever_it_shows(samples: Faces) -> None:
    pdf = samples.pdf().reader
    assert SAMPLE_WORDS in "".join(pdf.pages[0].extract_text().split())
    assert all(SAMPLE in page.extract_text() for page in pdf.pages)
    assert ("演示数据", SAMPLE_WORDS) in [
        tuple(r.values()) for r in samples.workbook().rows("说明")
    ]
    marked = [r for r in samples.workbook().rows("报送情况") if r["演示数据"] == "是"]
    assert {r["牵头单位"] for r in marked} == {"市财政局"}
    for page in (samples.ledger(), samples.exports()):
        assert page.soup.select_one("main .badge--sample, main [class*=sample]")


def test_a_figure_gathered_by_a_partner_is_marked_too(samples: Faces) -> None:
    """Within 市工业和信息化局 leaf 5.10 shows 市财政局's figures."""
    industry = faces_unit(samples.plan, "市工业和信息化局")
    assert SAMPLE in samples.pdf(unit=industry).text
    agriculture = faces_unit(samples.plan, "市农业农村局")
    assert SAMPLE not in samples.pdf(unit=agriculture).text


def faces_unit(plan: Plan, name: str) -> str:
    return str(plan.government.units.get(name=name).pk)


def test_real_data_carries_no_mark(faces: Faces) -> None:
    assert SAMPLE not in faces.pdf().text
    assert SAMPLE_WORDS not in faces.workbook().text
