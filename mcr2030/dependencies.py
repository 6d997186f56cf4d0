"""The lock's packages as they are installed here: version, licence, what for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<marker> ;)?")


class Deviates(Exception):
    """What is installed is not what the lock names; the sentence says what."""


@dataclass(frozen=True)
class Package:
    """A package as it is installed; a purpose only where we chose it ourselves."""

    name: str
    version: str
    licence: str
    purpose: str

    @property
    def purl(self) -> str:
        """The package's name among all software, as SBOMs and scanners have it."""
        return f"pkg:pypi/{self.name}@{self.version}"


def installed(lock: Path) -> list[Package]:
    """Return the lock's packages by name. Raises `Deviates` where others are here."""
    pins: dict[str, list[re.Match[str]]] = {}
    purposes = {}
    line_before = ""
    for line in lock.read_text().splitlines():
        if pin := PIN.match(line):
            pins.setdefault(pin["name"], []).append(pin)
            if line_before.startswith("# "):
                purposes[pin["name"]] = line_before.removeprefix("# ")
        line_before = line
    found = (
        _package(name, pinned, purposes.get(name, ""))
        for name, pinned in sorted(pins.items())
    )
    return [one for one in found if one]


def cyclonedx(packages: list[Package], application: str) -> dict[str, Any]:
    """Return them as a bill of materials that scanners read: CycloneDX 1.6."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": application,
                "name": application,
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            }
        },
        "components": [_component(one) for one in packages],
        "dependencies": [
            {"ref": application, "dependsOn": [one.purl for one in packages]}
        ],
    }


def _component(package: Package) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
    }
    if package.purpose:
        component["description"] = package.purpose
    if package.licence:
        component["licenses"] = [{"license": {"name": package.licence}}]
    return component


def _package(name: str, pins: list[re.Match[str]], purpose: str) -> Package | None:
    """Return the package, or nothing where the lock wants it on other systems only."""
    try:
        here = distribution(name)
    except PackageNotFoundError:
        if all(pin["marker"] for pin in pins):
            return None
        raise Deviates(f"{name} is in the lock and not installed.") from None
    if here.version not in [pin["version"] for pin in pins]:
        wanted = " or ".join(pin["version"] for pin in pins)
        raise Deviates(f"{name} is {here.version}, where the lock has {wanted}.")
    return Package(name, here.version, next(_licences(here.metadata), ""), purpose)


def _licences(metadata: PackageMetadata) -> Iterator[str]:
    """Yield the licence as packages have told it over the years, newest way first."""
    if "License-Expression" in metadata:
        yield metadata["License-Expression"]
    named = [
        line.rsplit(" :: ", 1)[1]
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License :: ") and not line.endswith(":: OSI Approved")
    ]
    if named:
        yield ", ".join(named)
    # Some put the whole text here; its first line names it.
    text = metadata["License"].strip() if "License" in metadata else ""
    if text:
        yield text.splitlines()[0].strip()
