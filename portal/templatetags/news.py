"""`{{ story|days }}`: the days of news in words."""

from django import template

from kit.zones import city
from portal.news.days import days_of
from portal.news.models import Story

register = template.Library()


@register.filter
def days(story: Story) -> str:
    """Return the days in which an announcement is of use."""
    return days_of(story)


@register.filter
def city_of(story: Story) -> str:
    """Return the city on whose clocks a story's hours are told."""
    return city(story.zone)
