"""The Content-Security-Policy: everything from here, nothing inline without a nonce."""

from collections.abc import Iterable

from csp.constants import NONCE, NONE, SELF

from config.providers import PLACES

# The one <style> that the rich text editor puts into a page. It changes with the version of django-prose-editor;
# a browser test watches for what the policy refuses.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


def content_policy(providers: Iterable[str]) -> dict[str, dict[str, list[object]]]:
    """`providers`: those of other places to sign in with, to which the sign-in form may lead."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF, NONCE, EDITOR_STYLE],
            "img-src": [SELF, "data:"],
            "font-src": [SELF],
            "connect-src": [SELF],
            "form-action": [SELF, *(PLACES[name] for name in providers)],
            "manifest-src": [SELF],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
        },
    }
