"""Feeds Django's own permission questions from our rules, so that every door gives one answer."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest

from accounts.models import Person
from kit.rules import allows


class RuleBackend(BaseBackend):
    """Answers `has_perm("app.verb", obj)` by the rule of that name; it signs nobody in."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Refuse: the only door is a code sent by e-mail."""

    def get_user(self, user_id: UUID | str) -> Person | None:
        """Return the person whom a cookie names; one who is no longer active is nobody."""
        return Person.objects.filter(pk=user_id, is_active=True).first()

    def has_perm(
        self, user_obj: Person | AnonymousUser, perm: str, obj: models.Model | None = None
    ) -> bool:
        """Say whether the rule allows it; what has no rule is denied."""
        return allows(perm, user_obj, obj)

    async def ahas_perm(
        self, user_obj: Person | AnonymousUser, perm: str, obj: models.Model | None = None
    ) -> bool:
        """Say the same from async code: a rule may read the database."""
        return await sync_to_async(self.has_perm)(user_obj, perm, obj)
