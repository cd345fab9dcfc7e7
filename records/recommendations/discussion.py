"""What is said of a draft: comments on a paragraph or the whole; taken back they leave their place."""

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.names import clean_text
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb
from records.recommendations import speakers, wording
from records.recommendations.drafts import record
from records.recommendations.models import Comment, Paragraph, Recommendation
from sessions.texts import is_blank, language_of

LONGEST = 4_000
MOST = 1_000

audit.name_acts({"recommendation.remove_comment": _("Comment on a draft removed")})


@verb
def comment(
    *, actor: Person, recommendation: Recommendation, text: str, paragraph: Paragraph | None = None
) -> Comment:
    """Say what one thinks of a paragraph, or of the whole."""
    found = wording.draft_of(actor, recommendation, "recommendations.discuss")
    about = wording.paragraph_of(found, paragraph) if paragraph is not None else None
    said = clean_text(text)
    if is_blank(said):
        raise Refused("comment.empty", _("Write what you want to say."), field="text")
    if len(said) > LONGEST:
        fault = _("A comment is at most 4,000 characters long.")
        raise Refused("comment.too_long", fault, field="text")
    if found.comments.count() >= MOST:
        raise Refused("comment.too_many", _("This draft has 1,000 comments already."))
    return Comment.objects.create(
        recommendation=found,
        paragraph=about,
        person=actor,
        seen=speakers.seen(actor),
        text=said,
        lang=language_of(said),
        at=clock.now(),
    )


@verb
def retract(*, actor: Person, comment: Comment) -> None:
    """Take a comment back: its words go, its place stays; a co-chair may do so with anybody's."""
    found = Comment.objects.select_related("recommendation__group").get(pk=comment.pk)
    if not allows("recommendations.see_draft", actor, found.recommendation):
        raise NotHere
    if not allows("recommendations.retract_comment", actor, found):
        raise Forbidden
    if found.withdrawn_at is not None:
        return
    found.text, found.seen, found.withdrawn_at = "", {}, clock.now()
    found.save(update_fields=["text", "seen", "withdrawn_at"])
    if found.person_id != actor.pk:
        record(actor, found.recommendation, "recommendation.remove_comment")
