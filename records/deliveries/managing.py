"""The pages of who manages deliveries: recording one, and all that is done with it afterwards."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from kit.bilingual import CODES
from kit.forms import RefusableForm
from kit.links import absolute
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from records.deliveries import deliveries, links, progress, proofs, queries, replies, views
from records.deliveries.forms import (
    AmendForm,
    DeliveryForm,
    EnteredReplyForm,
    ProgressForm,
    ProofForm,
    PublishForm,
    ReasonForm,
    known,
)
from records.deliveries.models import Delivery
from records.recommendations import attempts
from records.recommendations.models import Recommendation

Forms = dict[str, RefusableForm]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def deliver(request: HttpRequest, number: int) -> HttpResponse:
    """Record that a recommendation was delivered; for who may not, there is no such page."""
    recommendation = Recommendation.objects.filter(number=number).select_related("group").first()
    if recommendation is None:
        raise NotHere
    deliveries.demand_seen(request.user, recommendation)
    versions = queries.versions_of(recommendation)
    if not versions:
        raise NotHere
    form = DeliveryForm(
        request.POST if request.method == "POST" else None,
        versions=versions,
        addressees=queries.addressees(),
        initial={"language": versions[0].source_language},
    )
    if form.is_bound and form.is_valid():
        try:
            made = deliveries.record(
                actor=cast("Person", request.user),
                version=form.cleaned_data["version"],
                language=form.cleaned_data["language"],
                facts=form.facts(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The delivery is recorded."))
            return redirect("records:delivery_manage", made.pk)
    context = {"recommendation": recommendation, "form": form, "versions": versions}
    status = 422 if form.errors else 200
    return render(request, "records/deliveries/deliver.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Show all that can be done with a delivery, and do it; each form says which by its `do`."""
    delivery = _managed(request, delivery_id)
    forms: Forms = _forms(delivery)
    secret, status = "", 200
    if request.method == "POST":
        do = request.POST.get("do", "")
        deed = _DEEDS.get(do)
        if deed is None:
            raise NotHere
        try:
            said = deed(request, delivery, forms)
        except (Forbidden, NotHere):
            raise
        except Refused as refused:
            status = _refused(request, refused, forms, do)
        else:
            if said is None:
                status = 422
            elif do != "link":
                messages.success(request, said)
                return redirect("records:delivery_manage", delivery.pk)
            else:
                secret = said
    delivery = _managed(request, delivery_id)
    if status != 200 and "amend" in forms and forms["amend"].is_bound:  # noqa: PLR2004
        _see_again(forms, delivery)
    return render(
        request,
        "records/deliveries/manage.html",
        _context(request, delivery, forms, secret),
        status=status,
    )


@never_cache
@require_safe
def proof(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Give the proof of a delivery to who manages it, as a file to be saved and never run."""
    delivery = _managed(request, delivery_id)
    if not delivery.proof:
        raise NotHere
    with delivery.proof.open("rb") as file:
        content = file.read()
    name = f"proof-R{delivery.version.recommendation.number}.{delivery.proof_kind}"
    answer = HttpResponse(content, content_type=proofs.mime_of(delivery.proof_kind))
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _managed(request: HttpRequest, delivery_id: UUID) -> Delivery:
    delivery = queries.delivery_at(request.user, delivery_id)
    deliveries.demand_seen(request.user, delivery.version.recommendation)
    return delivery


def _forms(delivery: Delivery) -> Forms:
    lang = delivery.language
    return {
        "amend": AmendForm(addressees=queries.addressees(delivery), initial=known(delivery)),
        "withdraw": ReasonForm(prefix="withdraw"),
        "prove": ProofForm(),
        "enter": EnteredReplyForm(prefix="reply", initial={"lang": lang}),
        "note": ProgressForm(prefix="note"),
    }


def _context(request: HttpRequest, delivery: Delivery, forms: Forms, secret: str) -> dict[str, Any]:
    way = views.way_at(request, delivery.pk)
    return {
        "way": way,
        "delivery": way.delivery,
        "recommendation": way.recommendation,
        "forms": forms,
        "link": queries.link_of(delivery),
        "secret_address": absolute("records:reply", secret=secret) if secret else "",
        "may_publish": allows("deliveries.publish_reply", request.user, way.recommendation),
        "languages": CODES,
    }


def _refused(request: HttpRequest, refused: Refused, forms: Forms, do: str) -> int:
    form = forms.get(do)
    if form is not None and form.is_bound:
        form.refuse(refused)
    else:
        messages.error(request, str(refused.text))
    return refused.status if refused.code == "delivery.clash" else 422


def _see_again(forms: Forms, delivery: Delivery) -> None:
    """Let who was told of a clash, and reads both, save theirs over it."""
    form: Any = forms["amend"]
    form.data = form.data.copy()
    form.data["seen"] = delivery.edition


# What each form does: it returns what to say, or nothing where the form has faults.
Deed = Callable[[HttpRequest, Delivery, Forms], str | None]


def _actor(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _amend(request: HttpRequest, delivery: Delivery, forms: Forms) -> str | None:
    form = AmendForm(request.POST, addressees=queries.addressees(delivery))
    forms["amend"] = form
    if not form.is_valid():
        return None
    seen, actor = form.cleaned_data["seen"], _actor(request)
    with attempts.noted(actor, delivery.version.recommendation):
        deliveries.demand_same_text(delivery, request.POST)
        deliveries.amend(actor=actor, delivery=delivery, seen=seen, facts=form.facts())
    return _("The delivery is corrected.")


def _withdraw(request: HttpRequest, delivery: Delivery, forms: Forms) -> str | None:
    form = forms["withdraw"] = ReasonForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        return None
    deliveries.withdraw(actor=_actor(request), delivery=delivery, **form.cleaned_data)
    return _("The delivery is taken out of the register.")


def _prove(request: HttpRequest, delivery: Delivery, forms: Forms) -> str | None:
    form = forms["prove"] = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        return None
    file = form.cleaned_data["proof"]
    content = file.read(proofs.MAX_BYTES + 1)
    proofs.prove(actor=_actor(request), delivery=delivery, name=file.name, content=content)
    return _("The proof is kept.")


def _unprove(request: HttpRequest, delivery: Delivery, _forms: Forms) -> str:
    proofs.remove(actor=_actor(request), delivery=delivery)
    return _("The proof is removed.")


def _link(request: HttpRequest, delivery: Delivery, _forms: Forms) -> str:
    """Make a link; its secret is what is returned, and shown this once."""
    return links.make(actor=_actor(request), delivery=delivery).secret


def _unlink(request: HttpRequest, delivery: Delivery, _forms: Forms) -> str:
    links.revoke(actor=_actor(request), delivery=delivery)
    return _("The link opens nothing any more.")


def _enter(request: HttpRequest, delivery: Delivery, forms: Forms) -> str | None:
    form = EnteredReplyForm(request.POST, prefix="reply")
    forms["enter"] = form
    if not form.is_valid():
        return None
    reply = replies.enter(actor=_actor(request), delivery=delivery, said=form.said())
    if hasattr(reply, "verdict"):
        return _("The reply is entered and public.")
    return _("The reply is entered. A co-chair publishes it.")


def _publish(request: HttpRequest, delivery: Delivery, _forms: Forms) -> str | None:
    form = PublishForm(request.POST)
    reply = _reply(request, delivery)
    if not form.is_valid():
        raise Refused("reply.translation_too_long", _("The translation is too long."))
    replies.publish(actor=_actor(request), reply=reply, **form.cleaned_data)
    return _("The reply is public.")


def _keep_back(request: HttpRequest, delivery: Delivery, _forms: Forms) -> str | None:
    form = ReasonForm(request.POST)
    reply = _reply(request, delivery)
    if not form.is_valid():
        raise Refused("reason.too_long", _("The reason is longer than 1,000 characters."))
    replies.keep_back(actor=_actor(request), reply=reply, **form.cleaned_data)
    return _("The reply is kept back.")


def _note(request: HttpRequest, delivery: Delivery, forms: Forms) -> str | None:
    form = forms["note"] = ProgressForm(request.POST, prefix="note")
    if not form.is_valid():
        return None
    progress.note(actor=_actor(request), delivery=delivery, **form.cleaned_data)
    return _("The note is written down.")


def _unnote(request: HttpRequest, delivery: Delivery, _forms: Forms) -> str:
    note = delivery.notes.filter(pk=_id(request, "note")).first()
    if note is None:
        raise NotHere
    progress.withdraw(actor=_actor(request), note=note)
    return _("The note is taken back.")


def _reply(request: HttpRequest, delivery: Delivery) -> Any:
    reply = delivery.replies.filter(pk=_id(request, "reply")).first()
    if reply is None:
        raise NotHere
    return reply


def _id(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise NotHere from None


_DEEDS: dict[str, Deed] = {
    "amend": _amend,
    "withdraw": _withdraw,
    "prove": _prove,
    "unprove": _unprove,
    "link": _link,
    "unlink": _unlink,
    "enter": _enter,
    "publish": _publish,
    "keep_back": _keep_back,
    "note": _note,
    "unnote": _unnote,
}
