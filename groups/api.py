"""The REST door to working groups."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import generics, serializers

from accounts.api import ShownSerializer
from accounts.people import shown
from groups import queries
from groups.models import Group, GroupRole
from kit.rules import allows


class MemberSerializer(ShownSerializer):
    """A member who agreed to be named."""

    role = serializers.ChoiceField(choices=GroupRole.choices, read_only=True)


class GroupSerializer(serializers.ModelSerializer[Group]):
    """A working group with its texts in both languages."""

    class Meta:
        model = Group
        fields: tuple[str, ...] = (
            "id",
            "slug",
            "name_en",
            "name_ru",
            "about_en",
            "about_ru",
            "source_language",
            "translation_state",
            "position",
        )
        read_only_fields: tuple[str, ...] = fields


class GroupDetailSerializer(GroupSerializer):
    """A group with its co-chairs; `members` is null for who may not see them."""

    chairs = serializers.SerializerMethodField()
    members = serializers.SerializerMethodField()

    class Meta(GroupSerializer.Meta):
        fields: tuple[str, ...] = (*GroupSerializer.Meta.fields, "chairs", "members")
        read_only_fields: tuple[str, ...] = fields

    @extend_schema_field(ShownSerializer(many=True))
    def get_chairs(self, group: Group) -> list[Any]:
        seats = queries.seats(group)
        return [ShownSerializer(person).data for seat in seats for person in seat.people]

    @extend_schema_field(MemberSerializer(many=True, allow_null=True))
    def get_members(self, group: Group) -> list[dict[str, Any]] | None:
        if not allows("groups.see_members", self.context["request"].user, group):
            return None
        listed = [row for row in queries.members(group) if row.is_listed]
        return [{**ShownSerializer(shown(row.person)).data, "role": row.role} for row in listed]


class GroupList(generics.ListAPIView[Group]):
    """All working groups, in the programme's order."""

    serializer_class = GroupSerializer

    def get_queryset(self) -> QuerySet[Group]:
        return Group.objects.all()


class GroupDetail(generics.RetrieveAPIView[Group]):
    """One working group."""

    serializer_class = GroupDetailSerializer

    def get_object(self) -> Group:
        return queries.group_at(self.kwargs["slug"])
