"""The empty presentation that slides are put into, and the file that comes of it: 16:9, in our colours and fonts, and equal bytes
for equal slides."""

from __future__ import annotations

import io
import re
import zipfile

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Slides

from assay.charts.palette import LIGHT
from assay.report.document import Document
from assay.report.writers.legible import legible
from assay.report.writers.pptx_slides import HEIGHT, WIDTH
from assay.report.writers.pptx_text import EAST_ASIAN, LATIN

OPENING, MESSAGE = "Title Slide", "Title Only"
"""The layouts that are used."""
_EMU = 12_700  # of a point
_COLOURS = {
    "dk2": LIGHT.text, "lt2": LIGHT.surface, "accent1": LIGHT.improvement, "accent2": LIGHT.concern, "accent3": LIGHT.neutral,
    "accent4": LIGHT.common, "accent5": LIGHT.accent, "accent6": LIGHT.muted, "hlink": LIGHT.accent, "folHlink": LIGHT.accent,
}  # fmt: skip
_ABOUT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Assay</Application><PresentationFormat>Widescreen</PresentationFormat></Properties>"
)
_LONGEST = 255  # letters of a property
_FIRST = 1980  # years that an archive can tell begin there


def presentation(document: Document) -> Slides:
    """A presentation without slides, with two layouts."""
    made = Presentation()
    _widen(made)
    for layout in [one for one in made.slide_layouts if one.name not in (OPENING, MESSAGE)]:
        made.slide_layouts.remove(layout)
    _drop_leftovers(made)
    theme = made.slide_master.part.part_related_by(RT.THEME)
    theme.blob = _themed(theme.blob.decode()).encode()
    _say(made, document)
    return made


def _widen(made: Slides) -> None:
    """The template is 4:3: what stands on its master and its layouts moves to the same share of the breadth."""
    factor = WIDTH * _EMU / (made.slide_width or 1)
    made.slide_width, made.slide_height = round(WIDTH * _EMU), round(HEIGHT * _EMU)
    for page in (made.slide_master, *made.slide_layouts):
        for place in page.element.xpath(".//a:xfrm/a:off | .//a:xfrm/a:ext"):
            name = "x" if place.tag.endswith("}off") else "cx"
            place.set(name, str(round(int(place.get(name)) * factor)))


def _drop_leftovers(made: Slides) -> None:
    """The picture of the template and the settings of somebody's printer."""
    package = made.part.package
    for rel in [one for one in package._rels.values() if one.reltype == RT.THUMBNAIL]:
        package.drop_rel(rel.rId)
    for rel in [one for one in made.part.rels.values() if one.reltype == RT.PRINTER_SETTINGS]:
        made.part.rels.pop(rel.rId)
    for part in package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part.blob = _ABOUT.encode()


def _themed(theme: str) -> str:
    for name, colour in _COLOURS.items():
        theme = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{colour[1:].upper()}"/>\g<2>', theme)
    fonts = f'<a:latin typeface="{LATIN}"/><a:ea typeface="{EAST_ASIAN}"/>'
    theme = re.sub(r'<a:latin typeface="[^"]*"/><a:ea typeface=""/>', fonts, theme)
    return re.sub(r'(<a:font script="Hans" typeface=")[^"]*', rf"\g<1>{EAST_ASIAN}", theme)


def _say(made: Slides, document: Document) -> None:
    said = made.core_properties
    said.title, said.subject = (legible(text)[:_LONGEST] for text in (document.title, document.subtitle))
    said.author, said.last_modified_by = "Assay", "Assay"
    said.language, said.keywords, said.revision = document.language, "", 1
    said.created, said.modified = document.made_at, document.made_at


def written(made: Slides, document: Document) -> bytes:
    """The file; no clock but the document's is in it."""
    first, found = io.BytesIO(), io.BytesIO()
    made.save(first)
    moment = (max(_FIRST, document.made_at.year), *document.made_at.timetuple()[1:6])
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, moment)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, source.read(name))
    return found.getvalue()
