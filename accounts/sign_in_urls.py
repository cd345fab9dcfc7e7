"""The doors under the names by which allauth looks for them: only those that we offer.

There are no pages for passwords: a code sent by e-mail is how people come in.
"""

from allauth.account import views
from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

own_page = RedirectView.as_view(url=reverse_lazy("accounts:me"))

urlpatterns = [
    path("sign-in/", views.request_login_code, name="account_request_login_code"),
    path("sign-in/", views.request_login_code, name="account_login"),
    path("sign-in/code/", views.confirm_login_code, name="account_confirm_login_code"),
    path("sign-up/", views.signup, name="account_signup"),
    path("sign-up/code/", views.email_verification_sent, name="account_email_verification_sent"),
    path("sign-out/", views.logout, name="account_logout"),
    path("sign-in/closed/", views.account_inactive, name="account_inactive"),
    # Where allauth would list a person's addresses, which here are one.
    path("me/address/", own_page, name="account_email"),
]
