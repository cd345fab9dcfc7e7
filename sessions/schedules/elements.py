"""An XML file as a tree whose elements know their lines; bombs and outside references are refused."""

from dataclasses import dataclass, field
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString
from django.utils.translation import gettext as _

from kit.refusals import Refused
from sessions.schedules.gathering import MAX_BYTES, MAX_DEPTH, too_big

# The largest schedule known to us has 40,000 elements. A tree of many more costs memory, and tells of
# nothing but the wish to use it up.
MAX_ELEMENTS = 400_000
MAX_ATTRIBUTES = 64
# What is longer is no name of the format, and is not told back whole.
MAX_TAG = 60


def fault(line: int, what: str) -> Refused:
    """Return the refusal of a file, with the line where it goes wrong."""
    text = _("Line %(line)d: %(fault)s") % {"line": line, "fault": what}
    return Refused("schedule.unreadable", text, status=400)


@dataclass(slots=True)
class Element:
    """One element: its name, where it starts, its attributes, what stands in it."""

    name: str
    line: int
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        """Return the line in words, as it stands before a fault."""
        return _("line %(line)d: <%(name)s>") % {"line": self.line, "name": self.name}

    def fault(self, what: str) -> Refused:
        """Return the refusal of the file for what is wrong with this element."""
        return fault(self.line, f"<{self.name}>: {what}")

    @property
    def text(self) -> str:
        """Return the element's own text without the blanks around it."""
        return "".join(self.pieces).strip()

    def all(self, name: str) -> list["Element"]:
        """Return the children of that name, in their order."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> "Element | None":
        """Return the first child of that name."""
        return next(iter(self.all(name)), None)

    def said(self, name: str) -> str:
        """Return the text of the first child of that name; one that is absent says nothing."""
        child = self.first(name)
        return child.text if child else ""

    def need(self, name: str) -> "Element":
        """Return the first child of that name, or refuse the file at this element's line."""
        child = self.first(name)
        if child is None or not child.text:
            raise self.fault(_("there is no <%(name)s> in it.") % {"name": name})
        return child


class _Tree(ContentHandler):
    """Builds the tree while the file is read; keeps no more open than MAX_DEPTH elements."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []
        self._where: Locator | None = None
        self._count = 0

    @property
    def line(self) -> int:
        return (self._where.getLineNumber() if self._where else None) or 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX names it
        self._where = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX names it
        name = name[:MAX_TAG]
        if len(attrs) > MAX_ATTRIBUTES:
            raise fault(self.line, _("<%(name)s> has too many attributes.") % {"name": name})
        element = Element(name, self.line, dict(attrs.items()))
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise fault(self.line, _("the file has more elements than any schedule."))
        if len(self._open) >= MAX_DEPTH:
            raise fault(self.line, _("<%(name)s> is nested too deep.") % {"name": name})
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX names it
        self._open.pop()

    def characters(self, content: str) -> None:
        self._open[-1].pieces.append(content)


def parse(content: bytes) -> Element:
    """Return the root of an XML file, or refuse it with the line where it goes wrong."""
    if len(content) > MAX_BYTES:
        raise too_big()
    tree = _Tree()
    try:
        parseString(content, tree)
    except SAXParseException as error:
        what = _("this is not well-formed XML (%(reason)s).") % {"reason": error.getMessage()}
        raise fault(error.getLineNumber() or 1, what) from error
    except DefusedXmlException as error:
        what = _("the file declares entities or refers to other files; that is not read.")
        raise fault(tree.line, what) from error
    except (LookupError, ValueError) as error:
        raise fault(1, _("the file names an encoding that is not read.")) from error
    if tree.root is None:
        raise fault(1, _("the file is empty."))
    return tree.root
