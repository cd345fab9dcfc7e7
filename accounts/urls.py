"""A person's own page and the doors to it."""

from allauth.account import views as allauth_views
from django.conf import settings
from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("sign-in/", allauth_views.request_login_code, name="sign_in"),
    path("sign-up/", allauth_views.signup, name="sign_up"),
    path("sign-out/", allauth_views.logout, name="sign_out"),
]
if settings.DEMONSTRATION_ALLOWED:
    urlpatterns.append(path("demo-sign-in/", views.demo_sign_in, name="demo_sign_in"))
