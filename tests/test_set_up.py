"""The project as a whole: the packages that tests and pages stand on."""

import hashlib
from pathlib import Path

import pytest
from bootstrap_wrapper import get_bootstrap_dir

from scorecard.models import Assessment
from tests import make

# The digests of the same files in the official release 5.3.8 of Bootstrap.
BOOTSTRAP = {
    "css/bootstrap.min.css": (
        "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede"
    ),
    "js/bootstrap.bundle.min.js": (
        "e4fd49181388c48ec5040bd3fe66f57c29c8e67fcd8502b3354b96ec7ab47cc7"
    ),
}


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "accepted"])
def test_a_round_can_be_walked_to_every_state(city, lead, status):
    assessment = make.make_assessment(city=city, lead=lead, status=status)

    assert assessment.status == Assessment.Status(status)


@pytest.mark.parametrize(("name", "digest"), BOOTSTRAP.items())
def test_bootstrap_is_the_official_release(name, digest):
    content = (Path(get_bootstrap_dir()) / name).read_bytes()

    assert hashlib.sha256(content).hexdigest() == digest
