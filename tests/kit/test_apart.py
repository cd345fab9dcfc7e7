"""What goes out packed beside what people wrote: whole, smaller, and telling nothing by its length."""

import gzip

from django.http import HttpRequest, HttpResponse

from kit.apart import packed, packs, parts

FORM = '<form><input type="hidden" name="csrfmiddlewaretoken" value="0123456789"><button>Say it</button></form>'
SECRET = "The witness is called Anna Petrova."


def page(said: str) -> bytes:
    own = f"<p lang='en'>{SECRET}</p>"
    log = f'<p class="said" lang="en" dir="auto">{said}</p>'
    return (own + FORM * 20 + log + FORM * 20).encode()


def test_a_packed_page_is_the_page() -> None:
    whole = page("Здравствуйте" * 8000)
    assert gzip.decompress(packed(whole)) == whole
    assert gzip.decompress(packed(b"")) == b""
    assert len(packed(page("Hello"))) < len(page("Hello")) / 8


def test_the_length_is_the_same_whether_a_guess_is_right_or_wrong() -> None:
    right, wrong = SECRET, "Xqz " + SECRET[4:][::-1]
    assert len(packed(page(right))) == len(packed(page(wrong)))
    # What this is for: compressed together, the right guess is shorter.
    assert len(gzip.compress(page(right))) < len(gzip.compress(page(wrong)))


def test_what_people_wrote_is_known_by_how_it_stands() -> None:
    written = [
        "<bdi class='who'>{}</bdi>",
        '<p lang="en" dir="auto">{}</p>',
        '<span dir="auto" class="x">{}</span>',
        '<textarea name="text">{}</textarea>',
        '<input type="search" name="q" value="{}">',
        '<input type="hidden" name="next" value="{}">',
        '<script id="x" type="application/json">{{"id": "a", "name": "{}"}}</script>',
        "<!--apart-->{}<!--/apart-->",
    ]
    for form in written:
        assert [
            piece for piece, is_written in parts(form.format("words").encode()) if is_written
        ] == [b"words"], form
    ours = '<input type="hidden" name="csrfmiddlewaretoken" value="abc">'
    assert list(parts(ours.encode())) == [(ours.encode(), False)]


def test_only_pages_are_packed_and_only_for_who_takes_it() -> None:
    def answer(accepted: str, kind: str = "text/html") -> HttpResponse:
        asking = HttpRequest()
        asking.META["HTTP_ACCEPT_ENCODING"] = accepted
        told = packs(lambda _request: HttpResponse(page("Hello"), kind))(asking)
        assert isinstance(told, HttpResponse)
        return told

    taken = answer("gzip, deflate, br")
    assert (taken["Content-Encoding"], taken["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(taken.content) == page("Hello")
    assert "Content-Encoding" not in answer("identity")
    assert "Content-Encoding" not in answer("gzip", "application/json")
