"""Every page of the site has a section of a guide that helps with it."""

import pytest
from django.urls import reverse

from cities.models import Membership
from mcr2030.guides import help as guide_help
from mcr2030.guides import texts
from tests.test_access import ROWS

Role = Membership.Role
SCREENS = sorted({row.address for row in ROWS})
# Files, moves and signs of life: nobody looks at them as at a page.
NO_PAGES = {"health", "security-contact", "set_language"}


@pytest.mark.once
@pytest.mark.parametrize("address", SCREENS)
def test_every_address_has_help_for_everybody(address):
    if address in NO_PAGES or address.startswith("account_"):
        return
    for roles in ([], *([role] for role in Role)):
        memberships = [Membership(role=role) for role in roles]
        for is_administrator in (False, True):
            guide, section = guide_help.place(
                address, memberships, is_administrator=is_administrator
            )
            assert section in texts.GUIDES[guide]


@pytest.mark.once
def test_every_section_of_the_map_exists():
    assert all(
        section in texts.GUIDES[guide]
        for sections in guide_help.SUBJECTS.values()
        for guide, section in sections.items()
    )
    assert {*guide_help.PAGES.values()} == {*guide_help.SUBJECTS}


@pytest.mark.once
@pytest.mark.parametrize(
    ("role", "page", "place"),
    [
        (Role.LEAD, "scorecard:essential", ("lead", "answers")),
        (Role.CONTRIBUTOR, "scorecard:essential", ("contributor", "answers")),
        (Role.FOCAL_POINT, "scorecard:essential", ("focal-point", "review")),
        (Role.OBSERVER, "home", ("reader", "observer")),
        (Role.CONTRIBUTOR, "scorecard:settle", ("lead", "agreeing")),
        (Role.LEAD, "scorecard:workshop-screen", ("workshop", "vote")),
    ],
)
def test_help_is_for_the_role(role, page, place):
    assert guide_help.place(page, [Membership(role=role)]) == place


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["lead", "contributor"])
def test_a_page_leads_to_its_help(who, request, client_of):
    page = client_of(request.getfixturevalue(who)).get("/").content.decode()

    section = {"lead": "lead/#home", "contributor": "contributor/#first"}[who]
    assert f'href="{reverse("guide:all")}{section}"' in page


@pytest.mark.django_db
def test_a_page_that_is_not_found_leads_to_all_guides(visitor):
    page = visitor.get("/nothing-here/").content.decode()

    assert f'href="{reverse("guide:all")}"' in page


@pytest.mark.django_db
def test_the_office_leads_to_the_guide_of_the_administrator(client_of, administrator):
    page = client_of(administrator).get(reverse("admin:index")).content.decode()

    assert reverse("guide:one", args=["administrator"]) + "#questionnaires" in page
