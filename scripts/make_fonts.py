"""Remake the fonts in common/fonts/ from their published packages.

    python -m venv /some/where && /some/where/bin/pip install fonttools==4.68.0
    /some/where/bin/python -m scripts.make_fonts [--cache DIR] [--out DIR]

Nothing else in the project needs this script: the fonts it makes are kept in
the repository.  It wants a Debian 12 machine (apt-get, dpkg-deb) with npm, and
fetches each source by package name with the ordinary client.  Every source is
pinned by version and SHA-256; the same sources give the same bytes.

What it does to each font is written in common/fonts/README.md.
"""

import argparse
import bz2
import contextlib
import gzip
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from scripts.outlines import refit

ROOT = Path(__file__).resolve().parent.parent
VERSION = "1.000"

# ---------------------------------------------------------------- sources

SOURCES = {
    # key: (client, package, version, file the client leaves, SHA-256)
    "texlive": (
        "apt",
        "texlive-lang-chinese",
        "2022.20230122-1",
        "texlive-lang-chinese_2022.20230122-1_all.deb",
        "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
    ),
    "wenkai": (
        "apt",
        "fonts-lxgw-wenkai",
        "1.250+repack-1",
        "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
        "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    ),
    "unicode": (
        "apt",
        "unicode-data",
        "15.0.0-1",
        "unicode-data_15.0.0-1_all.deb",
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
    "sans": (
        "npm",
        "@expo-google-fonts/noto-sans-sc",
        "0.4.3",
        "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
        "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    ),
    "serif": (
        "npm",
        "@expo-google-fonts/noto-serif-sc",
        "0.4.3",
        "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
        "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
    ),
}

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"
WENKAI = "usr/share/fonts/truetype/lxgw-wenkai/"

# One file a family.  A second weight would need the very same characters: where
# it lacks one, WeasyPrint 70 takes the glyph number from the first weight and
# the outline from the second, and a wrong character is printed.
FONTS = [
    # file, family, weight name, source, path in it
    (
        "fangsong.otf",
        "Portal FangSong",
        "Regular",
        "texlive",
        FANDOL + "FandolFang-Regular.otf",
    ),
    ("kai.ttf", "Portal Kai", "Regular", "wenkai", WENKAI + "LXGWWenKai-Regular.ttf"),
    (
        "hei.ttf",
        "Portal Hei",
        "Regular",
        "sans",
        "package/400Regular/NotoSansSC_400Regular.ttf",
    ),
    (
        "xiaobiaosong.ttf",
        "Portal XiaoBiaoSong",
        "Bold",
        "serif",
        "package/700Bold/NotoSerifSC_700Bold.ttf",
    ),
]

OUTLINE_ERROR = 2.5  # thousandths of an em; the places are rounded to whole ones afterwards

# Order in which a missing character is looked for.
FALLBACK = ["Portal FangSong", "Portal Kai", "Portal XiaoBiaoSong", "Portal Hei"]

OFL_HEADERS = {
    "OFL-kai.txt": (
        "Portal Kai (kai.ttf), a modified version of LXGW WenKai:\n\n"
        "Copyright 2021-2023 LXGW (https://github.com/lxgw/LxgwWenKai),\n"
        'with Reserved Font Names "霞鹜" and "LXGW".\n'
        "Copyright 2020 The Klee Project Authors (https://github.com/fontworks-fonts/Klee)\n"
    ),
    "OFL-hei.txt": (
        "Portal Hei (hei.ttf), a modified version of Noto Sans SC:\n\n"
        "(c) 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'.\n"
    ),
    "OFL-xiaobiaosong.txt": (
        "Portal XiaoBiaoSong (xiaobiaosong.ttf), a modified version of Noto Serif SC:\n\n"
        "(c) 2017-2024 Adobe (http://www.adobe.com/).\n"
        "Copyright 2012 Google Inc. All Rights Reserved. (as the source package's licence file has it)\n"
    ),
}

# ------------------------------------------------------------- characters

SIGNS = (
    "〔〕【】〖〗「」『』〈〉《》、。〃々〆〇—–‐‑‒―…‥・·•‘’“”‚„′″‰※"
    "％㎡㎥㎏㎎㎜㎝㎞㎢㏄㏎㏑㏒㏕℃℉№℡™㊣㈱㈲￥￠￡￢￣￤€"
    "←↑→↓↔↕↖↗↘↙⇒⇐⇔▲△▼▽▶▷◀◁◆◇●○◎◉■□▪▫★☆☐☑☒✓✔✗✘⚠☎♀♂"
    "∈∏∑∕√∝∞∟∠∣∥∧∨∩∪∫∮∴∵∶∷∽≈≌≒≠≡≤≥≦≧≮≯⊕⊙⊥⊿−×÷±⁄"
    "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"
    "﹏﹋﹌﹍﹎︵︶︿﹀"
)

# Seen in personal names, some of them outside the table of 8 105.
NAMES = (
    "憨荧喆堃淼垚犇昇珺祎玥晖赟翀頔煜琛瑄旻昊濬龑燚鑫焱森晶磊婳姝姮嫄妤婧媛娴"
    "旸昉晞晟晗晔曌曦曈暄峣峄崟嵘嶷峯巍珩珣琎琰琬琮瑀瑗瑢瑨瑭璟璠璘璇璎珮玮玘玠"
    "弢彧彣翊翙翚翛翥翾甯宬宸寔寯屾岜岚芃芊芮芫苒茜荃荦莜菁菡萱蕤薇蘅澍沄沅沚沛"
    "泓泱洺浠浥涵湜湉溱滢漪潇澂澔濛瀞瀛炅炜炘炫烜烨焜焯煊熠燊燏燿勍勔劼勐叡吉喦"
    "囧囡垲埔埕堉堔塬墉壹奡奕孖孝尧岀卬仝仡伋伟佺侃侗俶倢倩偲傃僖儇冏凇凃凊刘劭"
    "匡卉卓卿厉叆叒叕吔哲喬噐囍皞皓皛皦睿瞳矜砚碧祺禔禛禤秝稔穆竑笙筠箐箬籽粲絜"
    "綦繁纮纾绂绚绮缦羿翯耘聿胤臻舒艺诗诒诠诺谌谦谧谞谡贇贤贲赪趸轩轶辇迪迺逄逯"
    "遐遒邈邰郜郦鄢釒釗钊钰钲钺铄铠铧铮锴锜锟镕镛陞陶隽雍雯霁霏霖霭靓靖静韫韬頣"
    "頠頴颀颉颋颢飏飒飖飚饶馥馨驰驷骁骏骥骧髙鬯鲲鸢鸿鹂鹍鹭麒麟黎黛黟黼龢龚"
)


def table_8105(unicode_dir):
    """The 8 105 characters of 通用规范汉字表 (2013), from Unihan's kTGH."""
    found = set()
    path = unicode_dir / "usr/share/unicode/Unihan_OtherMappings.txt.bz2"
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.split("\t")
            if len(parts) == 3 and parts[1] == "kTGH":
                found.add(int(parts[0].removeprefix("U+"), base=16))
    if len(found) != 8105:
        sys.exit(f"expected 8105 characters in the table, found {len(found)}")
    return found


def gb2312():
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            with contextlib.suppress(UnicodeDecodeError):
                found.add(ord(bytes([row, cell]).decode("gb2312")))
    return found


def fixture_characters():
    """Every character in the text of fixtures/*.json, wherever they lie."""
    found = set()
    for path in sorted(ROOT.glob("fixtures/*.json")) + sorted(ROOT.glob("*/fixtures/*.json")):
        # Load and dump again, so that \\uXXXX escapes count as what they mean.
        text = json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
        found |= {ord(c) for c in text if c.isprintable()}
    return found


def wanted_characters(unicode_dir):
    wanted = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    wanted |= set(range(0x3000, 0x3020)) | {0x2002, 0x2003, 0x2009}
    wanted |= set(range(0xFF01, 0xFF5F)) | set(range(0xFFE0, 0xFFE7))
    wanted |= set(range(0x2460, 0x2500))  # circled and bracketed numbers
    wanted |= set(range(0x3220, 0x322A)) | set(range(0x3251, 0x3260))
    wanted |= set(range(0x3280, 0x328A)) | set(range(0x32B1, 0x32C0))
    wanted |= set(range(0x2776, 0x2780)) | set(range(0x24EB, 0x2500))
    wanted |= {ord(c) for c in SIGNS + NAMES}
    wanted |= gb2312() | table_8105(unicode_dir) | fixture_characters()
    return wanted


# ------------------------------------------------------------ fetch, open


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(key, cache):
    client, package, version, name, digest = SOURCES[key]
    path = cache / name
    if not path.exists():
        command = {
            "apt": ["apt-get", "download", f"{package}={version}"],
            "npm": ["npm", "pack", "--silent", f"{package}@{version}"],
        }[client]
        print("fetching", package, version, flush=True)
        subprocess.run(command, cwd=cache, check=True, stdout=subprocess.DEVNULL)
    if sha256(path) != digest:
        sys.exit(f"{name}: SHA-256 is {sha256(path)}, expected {digest}")
    target = cache / key
    if not target.exists():
        target.mkdir()
        if client == "apt":
            subprocess.run(["dpkg-deb", "-x", str(path), str(target)], check=True)
        else:
            with tarfile.open(path) as archive:
                archive.extractall(target, filter="data")
    return target


# -------------------------------------------------------------- the fonts


def cmap_set(font, codepoint, glyph):
    for table in font["cmap"].tables:
        if table.isUnicode() and (
            table.format == 12 or (table.format == 4 and codepoint <= 0xFFFF)
        ):
            table.cmap[codepoint] = glyph


def respace(font, character, advance, xmin, scale=1):
    """Give a character a shifted copy of its glyph with a new advance width."""
    old = font.getBestCmap()[ord(character)]
    glyphs = font.getGlyphSet()
    shift = xmin - font["glyf"][old].xMin * scale
    pen = TTGlyphPen(None)
    flat = DecomposingRecordingPen(glyphs)
    glyphs[old].draw(flat)
    flat.replay(TransformPen(pen, (scale, 0, 0, 1, shift, 0)))
    new = f"portal.u{ord(character):04X}"
    order = font.getGlyphOrder()
    font.setGlyphOrder(order + [new])
    font["glyf"].glyphs[new] = pen.glyph()
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["glyf"][new].recalcBounds(font["glyf"])
    font["hmtx"].metrics[new] = (advance, xmin)
    if "vmtx" in font:
        font["vmtx"].metrics[new] = font["vmtx"].metrics[old]
    cmap_set(font, ord(character), new)


def full_width_punctuation(font):
    """“”‘’·— take one em, as Chinese punctuation does."""
    em = font["head"].unitsPerEm
    for character in "“‘”’·":
        glyph = font.getBestCmap()[ord(character)]
        if font["hmtx"].metrics[glyph][0] == em or "glyf" not in font:
            continue
        outline = font["glyf"][glyph]
        width = outline.xMax - outline.xMin
        xmin = {
            "“": em - 40 - width,
            "‘": em - 50 - width,
            "”": 40,
            "’": 50,
            "·": (em - width) // 2,
        }[character]
        respace(font, character, em, xmin)
    cmap = font.getBestCmap()
    if font["hmtx"].metrics[cmap[0x2014]][0] != em:
        # The bar itself is drawn out over the whole em: two of them (——) must join.
        outline = font["glyf"][cmap[0x2014]]
        respace(font, "—", em, 0, em / (outline.xMax - outline.xMin))
        cmap = font.getBestCmap()
    if 0x2015 not in cmap:
        cmap_set(font, 0x2015, cmap[0x2014])


def tabular_digits(font):
    cmap = font.getBestCmap()
    widths = [font["hmtx"].metrics[cmap[ord(d)]][0] for d in "0123456789"]
    if len(set(widths)) == 1:
        return
    for digit, width in zip("0123456789", widths, strict=True):
        if width != max(widths):
            bearing = font["hmtx"].metrics[cmap[ord(digit)]][1]
            respace(font, digit, max(widths), bearing + (max(widths) - width) // 2)


def rename(font, family, weight, source):
    _, package, version, _, _ = SOURCES[source]
    table = font["name"]
    kept = {i: table.getDebugName(i) for i in (0, 9, 13, 14)}
    original = table.getDebugName(4)
    bold = weight == "Bold"
    postscript = f"{family.replace(' ', '')}-{weight}"
    if source == "texlive":
        kept[13] = (
            "GNU General Public License version 3 with the font exception; see COPYING-fangsong.txt"
        )
        kept[14] = "https://www.gnu.org/licenses/"
    names = {
        **kept,
        1: family,
        2: weight,
        3: f"{VERSION};{postscript}",
        4: f"{family} {weight}",
        5: f"Version {VERSION}",
        6: postscript,
        10: f"Modified subset of {original} from {package} {version}; see README.md",
    }
    table.names = []
    for number, text in sorted(names.items()):
        if text:
            table.setName(text, number, 3, 1, 0x409)
    os2 = font["OS/2"]
    os2.fsSelection = 0x20 if bold else 0x40
    os2.usWeightClass = 700 if bold else 400
    os2.fsType = 0
    os2.achVendID = "NONE"
    font["head"].macStyle = 1 if bold else 0
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FamilyName, top.FullName, top.Weight = family, names[4], weight
        for sub in getattr(top, "FDArray", []):
            sub.FontName = postscript


def line_metrics(font):
    """One set for all, so that a fallback character never moves a line.

    1.3 em of line, with the em box (880 above, 120 below) in its middle.
    """
    em = font["head"].unitsPerEm
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = (round(em * x) for x in (1.03, -0.27, 0))
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = (
        round(em * x) for x in (0.88, -0.12, 0.3)
    )
    os2.usWinAscent = max(hhea.ascent, font["head"].yMax)
    os2.usWinDescent = max(-hhea.descent, -font["head"].yMin)


def drawn(glyph):
    """The closed outlines of a glyph, as scripts/outlines.py has them."""
    pen = DecomposingRecordingPen(None)
    glyph.draw(pen)
    outlines = []
    for operator, places in pen.value:
        points = tuple(complex(*place) for place in places)
        if operator == "moveTo":
            outlines.append((points[0], []))
        elif points:
            outlines[-1][1].append(points)
    for start, segments in outlines:
        if segments and segments[-1][-1] != start:
            segments.append((start,))
    return outlines


def refitted(glyph, width):
    """The same glyph with fewer curves; the width as CFF has it."""
    pen = T2CharStringPen(width, None)
    for outline in drawn(glyph):
        start, segments = refit(outline, OUTLINE_ERROR)
        if segments[-1] == (start,):
            segments = segments[:-1]  # an outline is closed by a line anyway
        pen.moveTo((start.real, start.imag))
        for segment in segments:
            points = [(point.real, point.imag) for point in segment]
            pen.lineTo(*points) if len(points) == 1 else pen.curveTo(*points)
        pen.closePath()
    return pen.getCharString()


def refit_hanzi(font):
    """Traced outlines have several times the curves they need, and every PDF carries them.

    Only hanzi: signs, letters and digits were drawn with few.
    """
    strings = font["CFF "].cff.topDictIndex[0].CharStrings
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    for name in sorted({cmap[code] for code in cmap if 0x4E00 <= code <= 0x9FFF}):
        old = strings[name]
        private, advance = old.private, font["hmtx"][name][0]
        width = None if advance == private.defaultWidthX else advance - private.nominalWidthX
        new = refitted(glyphs[name], width)
        new.private, new.globalSubrs = private, old.globalSubrs
        new.compile()
        strings[name] = new


def identity_cids(target):
    """CIDs equal to glyph numbers: WeasyPrint writes glyph numbers, and a strict PDF reader
    (and PDF/UA) looks them up as CIDs. Only the CFF table is opened: the others keep their bytes.
    """
    font = TTFont(target, recalcTimestamp=False)
    if "CFF " not in font:
        return
    top = font["CFF "].cff.topDictIndex[0]
    old = list(top.charset)
    new = [".notdef", *(f"cid{number:05d}" for number in range(1, len(old)))]
    strings = top.CharStrings
    strings.charStrings = {
        name: strings.charStrings[was] for name, was in zip(new, old, strict=True)
    }
    top.charset = new
    top.CIDCount = len(new)
    font.setGlyphOrder(new)
    font.save(target)


def make(source, target, family, weight, key, wanted):
    font = TTFont(source, recalcTimestamp=False)
    full_width_punctuation(font)
    if "glyf" in font:
        tabular_digits(font)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.recalc_timestamp = False
    options.recalc_bounds = True
    options.prune_unicode_ranges = True
    options.drop_tables += [
        "BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "gasp", "meta", "prep", "vhea", "vmtx",
    ]  # fmt: skip
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    rename(font, family, weight, key)
    line_metrics(font)
    if "CFF " in font:
        refit_hanzi(font)
    font.save(target)
    identity_cids(target)


# --------------------------------------------------------------- licences


def licences(dirs, out):
    with tarfile.open(next(dirs["sans"].parent.glob(SOURCES["sans"][3]))) as archive:
        text = archive.extractfile("package/LICENSE_FONT").read().decode("utf-8")
    body = text[text.index("This Font Software is licensed") :]
    body = "\n".join(line.rstrip() for line in body.splitlines()) + "\n"
    for name, header in OFL_HEADERS.items():
        (out / name).write_text(header + "\n" + body, encoding="utf-8")
    packed = dirs["texlive"] / "usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz"
    _, package, version, _, digest = SOURCES["texlive"]
    header = (
        "Portal FangSong (fangsong.otf) is a modified version of FandolFang 0.3.\n"
        "Copyright © 2012-2013, the Fandol team (Clerk Ma, Jie Su).\n"
        "Licence: GNU General Public License version 3 with the font exception at the\n"
        "end of this file; the exception is extended to this modified version.\n"
        f"Source: Debian source and binary package {package} {version}\n"
        f"(SHA-256 of the binary package {digest}),\n"
        "and CTAN, fonts/fandol. The font file is the form its makers distribute for\n"
        "modification; scripts/make_fonts.py of this repository, with outlines.py and\n"
        "curves.py beside it, is the whole of the change.\n"
        "\n" + "-" * 78 + "\n\n"
    )
    (out / "COPYING-fangsong.txt").write_text(
        header + gzip.decompress(packed.read_bytes()).decode("utf-8"), encoding="utf-8"
    )


def coverage(out, wanted, names_of_8105):
    sets = {row[0]: set(TTFont(out / row[0], lazy=True).getBestCmap()) for row in FONTS}
    gb, table = gb2312(), names_of_8105
    everything = set().union(*sets.values())

    def listed(codepoints):
        return "".join(chr(c) for c in sorted(codepoints))

    fonts = {}
    for name, family, weight, _, _ in FONTS:
        has = sets[name]
        fonts[name] = {
            "family": family,
            "weight": weight,
            "bytes": (out / name).stat().st_size,
            "sha256": sha256(out / name),
            "characters": len(has),
            "gb2312_missing": listed(gb - has),
            "table_8105_missing": len(table - has),
            "signs_missing": listed({ord(c) for c in SIGNS} - has),
            "names_missing": len({ord(c) for c in NAMES} - has),
        }
    report = {
        "fallback_order": FALLBACK,
        "wanted": len(wanted),
        "gb2312": len(gb),
        "table_8105": len(table),
        "fonts": fonts,
        "in_no_font": {
            "gb2312": listed(gb - everything),
            "table_8105": listed(table - everything),
            "signs": listed({ord(c) for c in SIGNS} - everything),
            "names": listed({ord(c) for c in NAMES} - everything),
            "fixtures": listed(fixture_characters() - everything),
        },
    }
    (out / "coverage.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return report


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--cache",
        type=Path,
        help="keep what was fetched here (default: a temporary folder)",
    )
    parser.add_argument("--out", type=Path, default=ROOT / "common" / "fonts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        cache = (options.cache or Path(temporary)).resolve()
        cache.mkdir(parents=True, exist_ok=True)
        options.out.mkdir(parents=True, exist_ok=True)
        dirs = {key: fetch(key, cache) for key in SOURCES}
        wanted = wanted_characters(dirs["unicode"])
        for name, family, weight, key, inside in FONTS:
            make(dirs[key] / inside, options.out / name, family, weight, key, wanted)
            print(f"{name:20} {(options.out / name).stat().st_size:>9} bytes", flush=True)
        licences(dirs, options.out)
        report = coverage(options.out, wanted, table_8105(dirs["unicode"]))
        print("total", sum(f["bytes"] for f in report["fonts"].values()), "bytes")
        print("in no font:", report["in_no_font"])


if __name__ == "__main__":
    main()
