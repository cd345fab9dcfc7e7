"""The REST door to a group's posts and what was said to them."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import OrganisationSerializer, ShownSerializer
from groups import queries
from groups.posts.models import Comment, Post, Standing
from groups.posts.queries import Remark, comments_of, post_at, posts_of, remark, told
from kit.rules import allows


class PostSerializer(serializers.ModelSerializer[Post]):
    """A post; `by` is null where only the organisation is named."""

    organisation = OrganisationSerializer(allow_null=True)
    by = serializers.SerializerMethodField()
    comments = serializers.IntegerField(source="said_to_it")
    status = serializers.ChoiceField(choices=Standing.choices, source="standing")

    class Meta:
        model = Post
        fields: ClassVar[list[str]] = [
            "id", "organisation", "by", "title_en", "title_ru", "text_en", "text_ru",
            "source_language", "translation_state", "is_public", "status", "posted_at",
            "edited_at", "comments",
        ]  # fmt: skip

    @extend_schema_field(ShownSerializer(allow_null=True))
    def get_by(self, post: Post) -> Any:
        by = told(post).by
        return ShownSerializer(by).data if by else None


class CommentSerializer(serializers.ModelSerializer[Comment]):
    """A comment; `text` is empty once it was taken back, or hidden from who asks."""

    by = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    status = serializers.ChoiceField(choices=Standing.choices, source="standing")

    class Meta:
        model = Comment
        fields: ClassVar[list[str]] = [
            "id", "by", "text", "language", "at", "edited_at", "status",
        ]  # fmt: skip

    @extend_schema_field(ShownSerializer)
    def get_by(self, comment: Comment) -> Any:
        return ShownSerializer(self._remark(comment).by).data

    def get_text(self, comment: Comment) -> str:
        return self._remark(comment).text

    def _remark(self, comment: Comment) -> Remark:
        reader = self.context["request"].user
        return remark(comment, reader, may_manage=self.context["may_manage"])


class GroupPosts(generics.ListAPIView[Post]):
    """The posts of a group that one may see, the last one first."""

    serializer_class = PostSerializer

    def get_queryset(self) -> QuerySet[Post]:
        return posts_of(queries.group_at(self.kwargs["slug"]), self.request.user)

    @extend_schema(operation_id="groups_posts_list", tags=["groups"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List them, a page at a time."""
        return self.list(request, *args, **kwargs)


class PostComments(generics.ListAPIView[Comment]):
    """What was said to a post, in its order."""

    serializer_class = CommentSerializer

    def get_queryset(self) -> QuerySet[Comment]:
        group = queries.group_at(self.kwargs["slug"])
        post = post_at(group, self.request.user, self.kwargs["post_id"])
        return comments_of(post, self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context()
        group = queries.group_at(self.kwargs["slug"]) if "slug" in self.kwargs else None
        may_manage = group is not None and allows("groups.manage", self.request.user, group)
        return {**context, "may_manage": may_manage}

    @extend_schema(operation_id="groups_posts_comments_list", tags=["groups"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List them, a page at a time."""
        return self.list(request, *args, **kwargs)
