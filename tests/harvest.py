"""The forms that a page has, and what a browser would send of them untouched."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from lxml import html

from tests import junk

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.world import World

ON_EVERY_PAGE = ("/language/", "/accounts/logout/")
# Method, action, fields, and whether it takes files.
Form = tuple[str, str, junk.Fields, bool]


def forms_of(page: "HttpResponse", path: str) -> list[Form]:
    """Return the forms of a page; nothing where it is no page."""
    kind = page.headers.get("Content-Type", "")
    if page.status_code != 200 or not kind.startswith("text/html") or not page.content:
        return []
    found = []
    for form in html.fromstring(page.content).iter("form"):
        action = urlsplit(urljoin(path, form.get("action") or path)).path
        fields = [
            one
            for each in form.iter("input", "select", "textarea", "button")
            for one in _values_of(each)
        ]
        has_file = form.get("enctype") == "multipart/form-data"
        found.append(((form.get("method") or "get").lower(), action, fields, has_file))
    # Every page has a form for the language and one for signing out.
    own = [form for form in found if form[1] not in ON_EVERY_PAGE]
    return own or found


def office_of(world: "World") -> list[str]:
    """Return the pages of the administration, and let somebody into it."""
    from django.contrib import admin
    from django.urls import NoReverseMatch, reverse

    from tests import make

    world.people["administrator"] = make.make_user(
        second_factor=True, is_staff=True, is_superuser=True
    )
    paths = [reverse("admin:index")]
    for model in admin.site._registry:  # noqa: SLF001 - there is no other list
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        for page, args in (
            *(("changelist", []), ("add", []), ("import", []), ("export", [])),
            *(
                ((one, [row.pk]) for one in ("change", "delete", "history"))
                if row
                else ()
            ),
        ):
            try:
                paths.append(reverse(f"{name}_{page}", args=args))
            except NoReverseMatch:
                continue
    return paths


def _values_of(each: Any) -> junk.Fields:
    name, kind = each.get("name"), each.get("type")
    if not name:
        return []
    if kind == "file":
        return [(name, ("plan.pdf", b"%PDF-1.4\n"))]
    if each.tag == "select":
        options = [one.get("value", "") for one in each.iter("option")]
        return [(name, options[-1] if options else "")]
    return [
        (name, each.get("value") or (each.text or "" if each.tag == "textarea" else ""))
    ]


def fields_of(posted: dict[str, Any]) -> junk.Fields:
    fields: junk.Fields = []
    for name, value in posted.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            is_file = hasattr(one, "read")
            fields.append((name, (one.name, one.read()) if is_file else str(one)))
    return fields
