"""What a co-chair presses on the pages of meetings: the hours first, then the act."""

from django.test import Client

NEW = "/g/environment/meetings/new/"
SAID = {
    "title_en": "Budget",
    "title_ru": "",
    "date": "2027-02-17",
    "time": "16:00",
    "minutes": "60",
    "zone": "Europe/Moscow",
    "repeat": "once",
}


def checked(chair: Client, address: str, said: dict[str, str]) -> dict[str, str]:
    """Press the first button, and return what the page would send by the second."""
    text = chair.post(address, {**said, "check": "1"}).content.decode()
    mark = text.split('name="checked" value="')[1].split('"')[0]
    return {**said, "checked": mark}
