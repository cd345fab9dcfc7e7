"""How attendance was counted, and by how much it may be wrong: in words, for pages and files."""

from django.utils.translation import gettext as _

from attendance.intervals import BRIDGED, LOST_AT_A_DISRUPTION

# Stands in files for programs, so it is the same in every language.
RULE = (
    f"strict: time between a connection's first and last sign of life while the session was live, "
    f"each moment once; never too high, at most {int(LOST_AT_A_DISRUPTION.total_seconds())} s too low "
    f"per disruption. bridged: gaps of up to {int(BRIDGED.total_seconds())} s count too; "
    f"too high by at most what was bridged. corrected: strict with organisers' corrections. "
    f"email: proved by a sign-in. name and country: as the person writes them when this is made. "
    f"organisation: of a confirmed registration or a membership where organisation_confirmed says so, "
    f"else as the person writes it."
)


def rules() -> list[tuple[str, str]]:
    """Return each figure's name and how it is counted, in the reader's language."""
    lost = {"seconds": int(LOST_AT_A_DISRUPTION.total_seconds())}
    bridged = {"minutes": int(BRIDGED.total_seconds() / 60)}
    return [
        (
            _("Present"),
            _(
                "The time in which at least one of a person’s tabs or devices was connected while the session was live, each moment counted once. A connection that breaks ends at its last sign of life, so the figure is never too high; it may be up to %(seconds)d seconds too low for each disruption."
            )
            % lost,
        ),
        (
            _("With short gaps"),
            _(
                "The same, and gaps of up to %(minutes)d minutes count as well: a reload, a tunnel. It is too high by the gaps that were bridged at most."
            )
            % bridged,
        ),
        (
            _("Corrected"),
            _(
                "What was measured with what organisers added or took away. Each correction is a line with its author and reason; what was measured is never changed."
            ),
        ),
        (
            _("Share"),
            _(
                "The part of the session’s length that counts. Waiting before the start does not count, and neither does the time between an end and a reopening."
            ),
        ),
        (
            _("Names"),
            _(
                "Each address has been proved by a sign-in. Names and countries are as people write them themselves, at the moment at which the sheet was made. An organisation is confirmed where a confirmed registration or a membership gives it; else it is what the person writes."
            ),
        ),
        (
            _("People"),
            _(
                "Whoever was connected while the session was live, each counted once. A line from which corrections took all time stays on the sheet and is in no count."
            ),
        ),
        (
            _("Silence"),
            _(
                "A connection that falls silent for no more than half a minute and answers again has not been broken. Of a longer silence nothing counts: it ended at its last sign of life, and began anew with its answer."
            ),
        ),
    ]
