"""The office: who gets in, what it changes, what it imports."""

import io

import pytest
from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from openpyxl import Workbook

from cities import actions
from cities.models import City, District, Hazard, Membership, User
from tests import make
from tests.conftest import ClientOf

PAGES = [
    "city",
    "district",
    "basingroup",
    "hazard",
    "user",
    "membership",
    "invitation",
]
HEAD = "code,kind,name_sr,district,population,population_year\n"


@pytest.fixture
def office(client_of: ClientOf, administrator: User) -> Client:
    return client_of(administrator)


@pytest.mark.parametrize("page", PAGES)
def test_each_list_opens_and_can_be_searched(
    office: Client, city: City, lead: User, page: str
):
    make.make_hazard()
    actions.invite(email="x@example.rs", role="lead", city=city, by=lead)

    assert office.get(f"/office/cities/{page}/").status_code == 200
    assert office.get(f"/office/cities/{page}/?q=Ub").status_code == 200


@pytest.mark.parametrize("who", ["lead", "focal_point", "observer"])
def test_office_is_closed_to_others(
    client_of: ClientOf, request: pytest.FixtureRequest, who: str
):
    response = client_of(request.getfixturevalue(who)).get("/office/cities/city/")

    assert response.status_code in (302, 403)


def test_office_finds_a_city_without_its_marks(office: Client):
    make.make_city(name="Чачак")

    page = office.get("/office/cities/city/?q=Cacak").content.decode()

    assert "1 local government" in page


def test_list_of_cities_asks_few_questions(
    office: Client, django_assert_max_num_queries: object
):
    call_command("load_register", verbosity=0)

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        office.get("/office/cities/city/")


def test_latin_name_follows_the_cyrillic_one(office: Client):
    district = make.make_district()

    office.post(
        f"/office/cities/district/{district.pk}/change/",
        {"code": "09", "name_sr": "Љиљански", "name_en": "", "region": "vojvodina"},
    )

    district.refresh_from_db()
    assert (district.name_sr_latn, district.name_en) == ("Ljiljanski", "Ljiljanski")


def test_invitations_are_read_only(office: Client, city: City, lead: User):
    invitation, _ = actions.invite(
        email="x@example.rs", role="lead", city=city, by=lead
    )
    address = f"/office/cities/invitation/{invitation.pk}"

    page = office.get(f"{address}/change/").content.decode()

    assert office.get("/office/cities/invitation/add/").status_code == 403
    assert office.post(f"{address}/delete/").status_code == 403
    assert 'name="_save"' not in page
    assert invitation.digest not in page


def test_office_makes_a_person_who_then_sets_a_password(office: Client):
    office.post(
        "/office/cities/user/add/",
        {
            "email": "Novi@Example.rs",
            "name": "Нови",
            "language": "sr",
            "is_active": "on",
        },
    )

    person = User.objects.get(name="Нови")
    assert person.email == "novi@example.rs"
    assert not person.has_usable_password()


def test_old_address_opens_nothing_after_the_office_changed_it(
    office: Client, visitor: Client, lead: User
):
    old = lead.email
    visitor.post("/accounts/login/", {"login": old, "password": make.PASSWORD})
    visitor.logout()

    office.post(
        f"/office/cities/user/{lead.pk}/change/",
        {"email": "nova@example.rs", "name": "Лена", "language": "sr"}
        | {"is_active": "on"},
    )
    visitor.post("/accounts/login/", {"login": old, "password": make.PASSWORD})

    assert "_auth_user_id" not in visitor.session


def test_nobody_makes_themselves_a_superuser(client_of: ClientOf):
    clerk = make.make_user(is_staff=True, second_factor=True)
    clerk.user_permissions.set(_permissions("change_user", "view_user"))

    client_of(clerk).post(
        f"/office/cities/user/{clerk.pk}/change/",
        {
            "email": clerk.email,
            "name": "Писар",
            "language": "sr",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
        },
    )

    clerk.refresh_from_db()
    assert clerk.name == "Писар"
    assert not clerk.is_superuser


def test_units_in_kosovo_and_metohija_load_by_an_action(office: Client):
    district = make.make_district()

    office.post(
        "/office/cities/district/",
        {"action": "load_kosovo_and_metohija", "_selected_action": district.pk},
    )

    region = District.Region.KOSOVO_AND_METOHIJA
    assert City.objects.within(region=region).count() == 29


def test_import_shows_what_changes_before_it_does(office: Client, city: City):
    rows = HEAD + f"{city.code},municipality,Уб,09,26000,2025\n"

    page = _dry_run(office, "city", rows)

    city.refresh_from_db()
    assert "26000" in page.content.decode()
    assert city.population is None

    _confirm(office, "city", page)

    city.refresh_from_db()
    assert (city.population, city.population_year) == (26_000, 2025)


def test_import_adds_by_code_and_derives_the_latin_name(office: Client):
    make.make_district()

    _confirm(office, "city", _dry_run(office, "city", HEAD + "99999,city,Чачак,09,,\n"))

    city = City.objects.get(code="99999")
    assert (city.name_sr_latn, city.name_en, city.search) == ("Čačak", "Čačak", "cacak")


@pytest.mark.parametrize(
    "row",
    [
        "99999,city,Чачак,nope,,",
        "99999,village,Чачак,09,,",
        "99999,city,Чачак,09,5,",
        "99999,city,Чачак,09,-5,2022",
    ],
)
def test_import_refuses_nonsense_whole(office: Client, row: str):
    make.make_district()

    page = _dry_run(office, "city", f"{HEAD}99998,city,Ниш,09,,\n{row}\n")

    assert "confirm_form" not in page.context or not page.context.get("confirm_form")
    assert not City.objects.exists()


def test_import_reads_a_workbook(office: Client):
    book, file = Workbook(), io.BytesIO()
    book.active.append(["code", "position", "name_sr", "name_en", "parent"])
    book.active.append(["13", 40, "Лавина", "Avalanche", ""])
    book.save(file)

    page = _dry_run(office, "hazard", file.getvalue(), name="hazards.xlsx", kind="1")
    _confirm(office, "hazard", page)

    assert Hazard.objects.get(code="13").name_sr_latn == "Lavina"


def test_import_refuses_a_large_file(office: Client):
    page = _dry_run(office, "city", HEAD + "x" * (2 * 1024 * 1024))

    assert "The file is too large for a list." in page.content.decode()


def test_export_goes_by_code(office: Client, city: City):
    response = office.post("/office/cities/city/export/", _export_choice(office))

    assert city.code in response.content.decode()
    assert "Уб" in response.content.decode()


def test_audit_sees_changes_and_no_password(lead: User, city: City):
    lead.name = "Лена Нова"
    lead.set_password("sasvim nova lozinka")
    lead.save()
    membership = Membership.objects.get(user=lead)
    membership.role = "observer"
    membership.save()
    city.population, city.population_year = 5, 2022
    city.save()

    person = LogEntry.objects.get_for_object(lead).first()
    assert "name" in person.changes
    assert "password" not in person.changes
    assert "role" in LogEntry.objects.get_for_object(membership).first().changes
    assert "population" in LogEntry.objects.get_for_object(city).first().changes


def _permissions(*names: str) -> list:
    return list(Permission.objects.filter(codename__in=names))


def _dry_run(
    office: Client,
    page: str,
    content: str | bytes,
    *,
    name: str = "rows.csv",
    kind: str = "0",
) -> object:
    body = content.encode() if isinstance(content, str) else content
    return office.post(
        f"/office/cities/{page}/import/",
        {"format": kind, "resource": "", "import_file": SimpleUploadedFile(name, body)},
    )


def _confirm(office: Client, page: str, dry_run: object) -> None:
    form = dry_run.context["confirm_form"]  # type: ignore[attr-defined]
    office.post(f"/office/cities/{page}/process_import/", form.initial)


def test_a_second_factor_is_taken_off_and_its_secret_shown_to_nobody(
    office: Client, focal_point: User
):
    factor = Authenticator.objects.get(user=focal_point, type="totp")
    secret = factor.data["secret"]
    where = f"/office/mfa/authenticator/{factor.pk}/"

    page = office.get(f"{where}change/").content.decode()
    changed = office.post(f"{where}change/", {"data": "{}", "type": "totp"})
    removed = office.post(f"{where}delete/", {"post": "yes"})

    assert focal_point.name in page
    assert secret not in page
    assert "secret" not in page
    assert (changed.status_code, removed.status_code) == (403, 302)
    assert not Authenticator.objects.filter(pk=factor.pk).exists()


def _export_choice(office: Client) -> dict[str, str]:
    form = office.get("/office/cities/city/export/").context["form"]
    return {"format": "0"} | {
        name: "on" for name in form.fields if name.startswith("cityresource_")
    }
