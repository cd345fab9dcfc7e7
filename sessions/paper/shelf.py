"""Documents that were made lately, kept in this process up to a bound of bytes, the oldest given up first."""

from collections import OrderedDict
from threading import Lock


class Shelf:
    """Keeps documents by their marks; safe to use from several threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._documents: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, mark: str) -> bytes | None:
        """Return a document, which then counts as the latest used; None where it is not here."""
        with self._lock:
            found = self._documents.get(mark)
            if found is not None:
                self._documents.move_to_end(mark)
            return found

    def put(self, mark: str, document: bytes) -> None:
        """Keep a document; what is larger than the whole shelf is not kept."""
        with self._lock:
            self._size -= len(self._documents.pop(mark, b""))
            if len(document) > self._most:
                return
            self._documents[mark] = document
            self._size += len(document)
            while self._size > self._most:
                _mark, oldest = self._documents.popitem(last=False)
                self._size -= len(oldest)

    def clear(self) -> None:
        """Give up everything."""
        with self._lock:
            self._documents.clear()
            self._size = 0
