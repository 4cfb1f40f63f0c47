"""Reports, contributions and receipts as documents: what they say, and issuing them."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from documents.kinds import Kind
from documents.models import IssuedDocument
from tests.contributing import Contributor
from tests.playing import WORDS, Player, at, load

pytestmark = pytest.mark.django_db

UNIT, COUNTY = "市财政局", "兰考县人民政府"
NUMBER = "汴财〔2022〕38号"
NOW = at("2022-08-30")


@pytest.fixture
def player(settings, tmp_path):
    settings.REHEARSAL_CLOCK = NOW.date()
    settings.MEDIA_ROOT = tmp_path
    return Player(load(), UNIT)


def browser(who):
    client = Client()
    client.force_login(who.user)
    return client


def words(answer):
    """Without blanks; of every page."""
    reader = pypdf.PdfReader(io.BytesIO(b"".join(answer)))
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def word_file(answer):
    document = Document(io.BytesIO(b"".join(answer)))
    return "".join(paragraph.text for paragraph in document.paragraphs)


def issue(player, *, number=NUMBER, by=None):
    address = reverse("issue_report", args=[player.filing.pk])
    return browser(by or player.clerk).post(address, {"number": number})


def test_one_filing_makes_the_document(player):
    player.submit(NOW)
    filing = player.filing
    pdf = browser(player.clerk).get(reverse("report_version_pdf", args=[filing.pk, 1]))
    text = words(pdf)
    for said in (
        "开封市财政局",
        "关于2022年8月底阶段议案办理进展情况的报告",
        "议案办理工作领导小组办公室：",
        f"（{filing.obligation.plan.number}）要求",
        "2022年8月30日",
        "签发人",
        "特此报告。",
    ):
        assert said in text
    for part in filing.latest_version.parts.all():
        assert part.obligation.task.title in text
        for figure in part.figures.all():
            assert f"{figure.value.normalize():f}" in text.replace(",", "")
    assert "".join(WORDS.split()) in text
    assert "未报送" not in text


def test_all_copies_come_with_a_number_each(player):
    player.submit(NOW)
    filing = player.filing
    address = reverse("report_version_pdf", args=[filing.pk, 1])
    text = words(browser(player.clerk).get(f"{address}?copies"))
    assert filing.obligation.deadline.copies == 5
    assert [f"{number:06}" in text for number in range(1, 7)] == [True] * 5 + [False]


def test_word_says_the_same(player):
    player.submit(NOW)
    filing = player.filing
    answer = browser(player.clerk).get(reverse("report_version_docx", args=[filing.pk, 1]))
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    text = word_file(answer)
    assert WORDS in text
    assert "特此报告。" in text


def test_a_draft_says_that_it_is_one(player):
    player.start(NOW)
    player.write(NOW)
    answer = browser(player.clerk).get(reverse("report_pdf", args=[player.filing.pk]))
    assert "草稿，未报送" in words(answer)


def test_issued_means_frozen(player):
    player.submit(NOW)
    answer = issue(player)
    document = IssuedDocument.objects.get(kind=Kind.STAGED_REPORT)
    assert answer.status_code == 302
    assert (document.number, document.version, document.unit) == (NUMBER, 1, player.unit)
    page = browser(player.clerk).get(reverse("filing", args=[player.filing.pk])).content.decode()
    assert NUMBER in page
    file = browser(player.office).get(reverse("issued_file", args=[document.pk]))
    assert NUMBER in words(file)


def test_a_later_version_is_issued_as_the_next(player):
    player.submit(NOW)
    issue(player)
    assert issue(player).status_code == 409
    player.open(NOW)
    player.decide(NOW, returned=_first(player))
    _again(player)
    issue(player)
    versions = IssuedDocument.objects.filter(kind=Kind.STAGED_REPORT).order_by("version")
    assert [row.version for row in versions] == [1, 2]
    assert versions[0].sha256 != versions[1].sha256


def _first(player):
    return (player.filing.latest_version.parts.first().obligation.task.key,)


def _again(player):
    player.start(NOW)
    player.write(NOW, share="0.6")
    player.send(NOW)
    player.sign(NOW)


@pytest.mark.parametrize(
    ("typed", "said"), [("", "必填"), ("汴财2022-38", "应为"), ("汴财〔2022〕第38号", "第")]
)
def test_a_wrong_number_is_said_and_kept(player, typed, said):
    player.submit(NOW)
    answer = issue(player, number=typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert f'value="{typed}"' in page or not typed
    assert not IssuedDocument.objects.exists()


def test_a_character_without_type_is_said_with_its_place(player):
    player.start(NOW)
    player.write(NOW)
    part = player.draft_parts()[0]
    content = player._content(part, NOW, share="0.5", nil=False)
    player.save(part, type(content)(**{**vars(content), "narrative": "已开工😀"}), NOW)
    answer = browser(player.clerk).get(reverse("report_pdf", args=[player.filing.pk]))
    assert answer.status_code == 422
    assert "U+1F600" in answer.content.decode()
    assert part.obligation.task.title in answer.content.decode()


@pytest.mark.parametrize("who", ["office"])
def test_only_the_unit_issues_its_report(player, who):
    player.submit(NOW)
    assert issue(player, by=getattr(player, who)).status_code == 403
    assert not IssuedDocument.objects.exists()


def test_the_unit_has_its_receipt_in_writing(player):
    player.submit(NOW)
    address = reverse("issue_receipt", args=[player.filing.pk, 1])
    assert browser(player.clerk).post(address).status_code == 302
    document = IssuedDocument.objects.get(kind=Kind.RECEIPT)
    text = words(browser(player.clerk).get(reverse("issued_file", args=[document.pk])))
    assert "报送回执" in text
    assert "按时" in text
    assert browser(player.clerk).post(address).status_code == 409


def test_a_contribution_goes_to_the_leads_as_a_letter(player):
    county = Contributor(player.plan, COUNTY, "t5-10")
    county.submit(NOW)
    owed = county.owed
    text = words(browser(county.head).get(reverse("contribution_pdf", args=[owed.pk])))
    assert f"关于“{owed.task.title}”2022年8月底进展情况的函" in text
    assert "开封市工业和信息化局" in text
    assert "特此函告。" in text
    address = reverse("issue_letter", args=[owed.pk])
    assert browser(county.head).post(address, {"number": "兰政〔2022〕9号"}).status_code == 302
    document = IssuedDocument.objects.get(kind=Kind.CONTRIBUTION)
    lead = document.recipients.first()
    assert lead.name in {"市工业和信息化局", UNIT}
