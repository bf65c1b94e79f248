"""How people sign in: by invitation only, with e-mail, a passkey, Microsoft or Google."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from people.models import User

DEMO_DOMAIN = "@demo.example"
logger = logging.getLogger(__name__)


def may_sign_in(user: User) -> bool:
    """Demo people have a password that everybody knows, so outside the demo they are nobody."""
    return user.is_active and (settings.DEMO or not user.email.endswith(DEMO_DOMAIN))


def shown_name(user: User) -> str:
    return user.name or user.email


class AuthenticationBackend(AllauthBackend):  # type: ignore[misc]  # allauth is untyped
    """Asked at sign-in and again at every request, so a switched-off account is out at once."""

    def user_can_authenticate(self, user: User) -> bool:
        return may_sign_in(user)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "incorrect_password": "The password is not right.",
        "too_many_login_attempts": "Too many attempts to sign in. Try again in a few minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return False

    def pre_login(self, request: HttpRequest, user: User, **hints: object) -> HttpResponse | None:
        """The one gate of every way in: password, passkey, Microsoft and Google."""
        refused: HttpResponse | None = super().pre_login(request, user, **hints)
        if refused is None and not may_sign_in(user):
            refused = self.respond_user_inactive(request, user)
        return refused

    def send_notification_mail(self, template_prefix: str, user: User, *rest: object, **more: object) -> None:
        """What the mail tells of is done already, so a mail server that is away stops nothing."""
        try:
            super().send_notification_mail(template_prefix, user, *rest, **more)
        except OSError:  # of which SMTPException is one
            logger.exception("%s was not mailed to person %s", template_prefix, user.pk)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    def is_open_for_signup(
        self,
        request: HttpRequest,  # noqa: ARG002 -- allauth's signature
        sociallogin: SocialLogin,  # noqa: ARG002 -- allauth's signature
    ) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Microsoft and Google let in who has opened the account: an address merely invited is not enough."""
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        if found is None:
            return None
        user, email = found
        opened = EmailAddress.objects.filter(user=user, email=email.lower(), verified=True).exists()
        return found if opened else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """A signed-in person connects the account at their own address and no other, least of all a private one."""
        if sociallogin.state.get("process") != AuthProcess.CONNECT or not request.user.is_authenticated:
            return
        theirs = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        if request.user.email not in theirs:
            messages.error(request, f"That account is not at {request.user.email}, so it is not connected.")
            raise ImmediateHttpResponse(redirect("socialaccount_connections"))

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """A way in that the trust has not set up is no page."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    """A new password is for an account that was opened; an invitation is opened by its own link."""

    users: list[User]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.is_open and may_sign_in(user)]
        return email
