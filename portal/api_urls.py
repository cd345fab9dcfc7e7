"""Addresses of the front door's parts under /api/v1/."""

from django.urls import path

from portal.news import api as news
from portal.search import api as search

urlpatterns = [
    path("news/", news.NewsList.as_view()),
    path("news/<slug:address>/", news.NewsDetail.as_view()),
    path("search/", search.SearchView.as_view()),
]
