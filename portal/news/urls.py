"""Addresses of news, of their feeds, and of the weekly letter's end."""

from django.urls import path

from portal.news import feeds, views, writing

app_name = "news"
urlpatterns = [
    path("news/", views.index, name="index"),
    path("news/new/", writing.new, name="new"),
    path("news/follow/", views.follow, name="follow"),
    path("news/stop/<str:key>/", views.stop, name="stop"),
    path("news/<slug:language>.atom", feeds.programme_feed, name="feed"),
    path("news/<slug:address>/", views.story, name="story"),
    path("news/<slug:address>/edit/", writing.edit, name="edit"),
    path("news/<slug:address>/act/", writing.act, name="act"),
    path("g/<slug:slug>/news/", views.group_news, name="group"),
    path("g/<slug:slug>/news/new/", writing.new_of_group, name="group_new"),
    path("g/<slug:slug>/news/<slug:language>.atom", feeds.group_feed, name="group_feed"),
    path(
        "records/recommendations/<slug:language>.atom",
        feeds.recommendations_feed,
        name="recommendations_feed",
    ),
    path("c/<slug:slug>/proceedings/<slug:language>.atom", feeds.records_feed, name="records_feed"),
]
