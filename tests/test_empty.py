"""Pages of an installation in which nobody has done anything yet."""

import pytest

from cities.models import User
from tests.conftest import ClientOf
from tests.markup import LANGUAGES, faults_of

pytestmark = pytest.mark.once


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path", ["/", "/review/", "/review/?show=accepted", "/cities/", "/focal-points/"]
)
def test_focal_points_pages_are_valid_without_anything(
    path: str, language: str, client_of: ClientOf, focal_point: User
) -> None:
    page = client_of(focal_point, language).get(path)

    assert (page.status_code, faults_of(page.content.decode(), language)) == (200, [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/published/", "/open-data/"])
def test_public_pages_are_valid_without_anything(
    path: str, language: str, client_of: ClientOf
) -> None:
    page = client_of(None, language).get(path)

    assert (page.status_code, faults_of(page.content.decode(), language)) == (200, [])
