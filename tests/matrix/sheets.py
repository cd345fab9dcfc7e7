"""A small spreadsheet, as it is sent by a form and as it waits when it was sent."""

from io import BytesIO
from typing import Any

from accounts.models import Person
from sessions.importing import jobs as import_jobs
from sessions.importing.uploaded import ImportJob, Reading

_SHEET = b"Title,Date,Start,Minutes\nTalk,2031-05-01,10:00,30\n"


class Sheet(BytesIO):
    """A file that can be sent as often as one likes."""

    name = "programme.csv"

    def read(self, _size: int | None = -1, /) -> bytes:
        return _SHEET


def uploaded(ada: Person, state: Reading, **more: Any) -> ImportJob:
    """Return an upload of Ada's that waits for her."""
    job = import_jobs.upload(actor=ada, name=Sheet.name, content=_SHEET)
    fields = ("Title", "Date", "Start", "Minutes")
    job.sketch = {
        "layout": {"sheet": "", "heading": 1, "encoding": "utf-8", "separator": ","},
        "names": [],
        "columns": [
            {"place": place, "heading": name, "samples": []} for place, name in enumerate(fields)
        ],
        "chosen": {str(place): name.lower() for place, name in enumerate(fields)},
        "sessions": 1,
    }
    job.state = state
    for name, value in more.items():
        setattr(job, name, value)
    job.save()
    return job
