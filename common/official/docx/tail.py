"""What stands below the text: signature, date, remarks, annexes, proof, imprint."""

from datetime import date

from common.official.content import Form, Imprint, Paper, Proof, Signature
from common.official.docx.blocks import write_blocks
from common.official.docx.pictures import qr_png
from common.official.docx.seal import keep_above_seal
from common.official.docx.tables import no_borders
from common.official.docx.writer import Writer
from common.official.docx.xml import paragraph, rule, twips, twips_of_mm, width_in_characters, words
from common.official.measures import BINDING, SIZE_3, TYPE_WIDTH
from common.official.title import title_lines

DATE_FROM_RIGHT = 4  # characters (GB/T 9704-2012, 7.3.5.1)
QR_SIZE = 24
THICK, THIN = 8, 6  # 0.35 mm and 0.25 mm in eighths of a point


def write_tail(writer: Writer, paper: Paper, *, text_from: int) -> None:
    """`text_from`: where the text begins that it stands below."""
    _write_annex_list(writer, paper)
    if paper.signature:
        keep_above_seal(writer.body, text_from)
        _write_signature(writer, paper.signature)
    if paper.contact:
        writer.add("Contact", words(paper.contact))
    _write_annexes(writer, paper)
    if paper.proof:
        _write_proof(writer, paper.proof)
    if paper.imprint:
        _write_imprint(writer, paper.imprint, is_letter=paper.form is Form.LETTER)


def day_in_words(day: date | None) -> str:
    """Room to write it by hand as long as there is none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def _write_annex_list(writer: Writer, paper: Paper) -> None:
    many = len(paper.annexes) > 1
    for number, annex in enumerate(paper.annexes, start=1):
        label = "附件：" if number == 1 else "　　　"
        first = f'<w:spacing w:before="{writer.kind.line}"/>' if number == 1 else ""
        text = f"{label}{number}. {annex.title}" if many else f"{label}{annex.title}"
        writer.add("AnnexList", words(text), properties=first)


def _write_signature(writer: Writer, signature: Signature) -> None:
    """Each issuer is centred above the date, as long as the page's edge allows."""
    day = day_in_words(signature.on)
    for number, issuer in enumerate(signature.issuers):
        overhang = (width_in_characters(day) - width_in_characters(issuer)) / 2
        right = max(DATE_FROM_RIGHT + overhang, 0)
        before = f'<w:spacing w:before="{twips(writer.kind.pitch * 2)}"/>' if number == 0 else ""
        indent = f'<w:ind w:rightChars="{round(right * 100)}" w:right="{twips(right * SIZE_3)}"/>'
        writer.add("Issuer", words(issuer), properties=f"{before}{indent}")
    writer.add("IssueDate", words(day))


def _write_annexes(writer: Writer, paper: Paper) -> None:
    many = len(paper.annexes) > 1
    for number, annex in enumerate(paper.annexes, start=1):
        writer.add("AnnexLabel", words(f"附件{number}" if many else "附件"))
        writer.add("AnnexTitle", words("\n".join(title_lines(annex.title))))
        write_blocks(writer, annex.blocks)


def _write_proof(writer: Writer, proof: Proof) -> None:
    picture = writer.picture(
        qr_png(proof.address),
        width=QR_SIZE,
        height=QR_SIZE,
        says=f"核验二维码：{proof.address}",
        name="核验二维码",
    )
    left = paragraph("Proof", picture)
    told = (f"验证码 {proof.code}", "扫码或在核验页输入验证码，可查印发的原件。", proof.address)
    right = "".join(paragraph("Proof", words(line)) for line in told)
    writer.add("Remark")
    writer.body.append(_two_columns(left, right))


def _two_columns(left: str, right: str) -> str:
    first = twips_of_mm(QR_SIZE) + 200
    widths = (first, twips_of_mm(TYPE_WIDTH) - first)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>'
        for width, text in zip(widths, (left, right), strict=True)
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'{no_borders()}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _write_imprint(writer: Writer, imprint: Imprint, *, is_letter: bool) -> None:
    rows = []
    if imprint.copied_to:
        rows.append(paragraph("Imprint", words(f"抄送：{imprint.copied_to}")))
    if not is_letter and imprint.printed_by:
        day = f"{day_in_words(imprint.printed_on)}印发"
        rows.append(paragraph("ImprintLast", words(f"{imprint.printed_by}\t{day}")))
    if rows:
        writer.add("PaperEnd")
        writer.body.append(_at_the_foot(rows, has_rules=not is_letter))


def _at_the_foot(rows: list[str], *, has_rules: bool) -> str:
    """A table that stands on the lower edge of the type area, wherever the text ends.

    Placed from the page's edge: LibreOffice lets no table float that is as wide as its text.
    """
    borders = no_borders()
    if has_rules:
        borders = (
            f"<w:tblBorders>{rule('single', THICK, 0, edge='top')}{rule('single', THICK, 0)}"
            f"{rule('single', THIN, 0, edge='insideH')}</w:tblBorders>"
        )
    width = twips_of_mm(TYPE_WIDTH)
    cells = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{row}</w:tc></w:tr>"
        for row in rows
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblpPr w:leftFromText="0" w:rightFromText="0" '
        f'w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{twips_of_mm(BINDING)}" w:tblpYSpec="bottom"/>'
        f'<w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        f"{cells}</w:tbl>"
    )
