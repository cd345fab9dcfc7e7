"""An XML file as a tree whose elements know their lines; bombs and outside references are refused."""

from dataclasses import dataclass, field
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString
from django.utils.translation import gettext as _

from kit.refusals import Refused

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 32


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
            missing = _("<%(parent)s> has no <%(child)s>.")
            raise fault(self.line, missing % {"parent": self.name, "child": name})
        return child


class _Tree(ContentHandler):
    """Builds the tree while the file is read; keeps no more open than MAX_DEPTH elements."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []
        self._where: Locator | None = None

    @property
    def line(self) -> int:
        return (self._where.getLineNumber() if self._where else None) or 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX names it
        self._where = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX names it
        element = Element(name, self.line, dict(attrs.items()))
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
        raise Refused("schedule.too_big", _("The file is larger than 64 MiB."), status=400)
    tree = _Tree()
    try:
        parseString(content, tree)
    except SAXParseException as error:
        what = _("this is not well-formed XML (%(reason)s).") % {"reason": error.getMessage()}
        raise fault(error.getLineNumber() or 1, what) from error
    except DefusedXmlException as error:
        what = _("the file declares entities or refers to other files; that is not read.")
        raise fault(tree.line, what) from error
    if tree.root is None:
        raise fault(1, _("the file is empty."))
    return tree.root
