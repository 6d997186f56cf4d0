"""Local governments, their districts, basin groups and hazards."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities import serbian

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cities.models.people import User


class KeyField(models.CharField):
    """A search or sort key, computed from the Cyrillic name whenever a row is saved."""

    def __init__(self, *args: Any, key: str = "search_key", **kwargs: Any) -> None:
        self.key = key
        kwargs.setdefault("max_length", 120)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"key": self.key}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        name = getattr(model_instance, "name_sr")  # noqa: B009 - any model with a name
        value = getattr(serbian, self.key)(name)[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


class District(models.Model):
    """An administrative district; Beograd counts as one."""

    class Region(models.TextChoices):
        BEOGRAD = "beograd", _("Belgrade")
        VOJVODINA = "vojvodina", _("Vojvodina")
        SUMADIJA_AND_WEST = "sumadija-west", _("Šumadija and Western Serbia")
        SOUTH_AND_EAST = "south-east", _("Southern and Eastern Serbia")
        KOSOVO_AND_METOHIJA = "kosovo-metohija", _("Kosovo and Metohija")

    code = models.CharField(_("code"), max_length=16, unique=True)
    name = models.CharField(_("name"), max_length=80)
    region = models.CharField(_("region"), max_length=20, choices=Region.choices)

    class Meta:
        verbose_name = _("administrative district")
        verbose_name_plural = _("administrative districts")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class SizeClass(models.TextChoices):
    """Local governments by population; the classes are ours, for comparing alike."""

    SMALL = "small", _("under 20,000 people")
    MIDDLE = "middle", _("20,000 to 49,999 people")
    LARGE = "large", _("50,000 to 99,999 people")
    LARGEST = "largest", _("100,000 people or more")

    @property
    def bounds(self) -> tuple[int, int | None]:
        """The least population, and the one that is too many; None for no end."""
        bounds: dict[str, tuple[int, int | None]] = {
            "small": (0, 20_000),
            "middle": (20_000, 50_000),
            "large": (50_000, 100_000),
            "largest": (100_000, None),
        }
        return bounds[self.value]

    @classmethod
    def of(cls, population: int | None) -> "SizeClass | None":
        """Return the class of a population, None where it is unknown."""
        if population is None:
            return None
        return next(
            one
            for one in cls
            if one.bounds[1] is None or population < (one.bounds[1] or 0)
        )


class CityQuerySet(models.QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Cities whose page the person may open: their own; a focal point, all."""
        mine = getattr(user, "current_memberships", [])
        if any(one.is_national for one in mine):
            return self
        return self.filter(pk__in=[one.city_id for one in mine if one.is_team])

    def members(self) -> Self:
        """Cities that have joined MCR2030."""
        return self.filter(is_member=True)

    def not_members(self) -> Self:
        return self.filter(is_member=False)

    def members_or(self, keys: Iterable[int]) -> Self:
        """Members of MCR2030, and the cities whose keys are given."""
        return self.filter(Q(is_member=True) | Q(pk__in=list(keys)))

    def matching(self, words: str) -> Self:
        """Cities whose name holds the words, in either script, marks or none."""
        return self.filter(search__contains=serbian.search_key(words.strip()))

    def within(
        self,
        *,
        region: str = "",
        district: str = "",
        basin_group: str = "",
    ) -> Self:
        """Cities of the region, district and basin group whose code is given."""
        cities = self
        if region:
            cities = cities.filter(district__region=region)
        if district:
            cities = cities.filter(district__code=district)
        if basin_group:
            cities = cities.filter(basingroup__code=basin_group)
        return cities

    def of_size(self, size: str) -> Self:
        """Cities of a size class; those of unknown population are in none."""
        least, below = SizeClass(size).bounds
        cities = self.filter(population__gte=least)
        return cities if below is None else cities.filter(population__lt=below)

    def units(self) -> Self:
        """Units of local self-government, as national indicators count them.

        A city municipality is a part of one; units in Kosovo and Metohija, where the
        office has loaded them, are kept apart.
        """
        return self.exclude(kind=City.Kind.CITY_MUNICIPALITY).exclude(
            district__region=District.Region.KOSOVO_AND_METOHIJA
        )

    def with_codes(self, codes: Iterable[str]) -> Self:
        return self.filter(code__in=codes)

    def in_group(self, group: "BasinGroup") -> Self:
        return self.filter(basingroup=group)

    def outside_group(self, group: "BasinGroup") -> Self:
        return self.exclude(basingroup=group)

    def called(self, words: str) -> Self:
        """Cities of just this name, in either script, or of this official code."""
        return self.filter(Q(search=serbian.search_key(words)) | Q(code=words))

    def by_alphabet(self) -> Self:
        """Order by the alphabet of the language in use."""
        return self.order_by(
            "sort_cyrillic" if get_language() == "sr" else "sort_latin", "code"
        )


class City(models.Model):
    """A unit of local self-government: city, municipality or city municipality."""

    class Kind(models.TextChoices):
        CITY = "city", _("city")
        MUNICIPALITY = "municipality", _("municipality")
        CITY_MUNICIPALITY = "city_municipality", _("city municipality")

    code = models.CharField(_("official code"), max_length=8, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80)
    name_sr: str
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, verbose_name=_("administrative district")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("city of which it is a part"),
    )
    is_member = models.BooleanField(_("member of MCR2030"), default=False)
    authority = models.CharField(
        _("title of the highest authority"), max_length=120, blank=True
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population figure"), null=True, blank=True
    )
    area = models.DecimalField(
        _("area, km²"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    area_year = models.PositiveSmallIntegerField(
        _("year of the area figure"), null=True, blank=True
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    is_demo = models.BooleanField(_("shows invented data"), default=False)
    search = KeyField(key="search_key")
    sort_cyrillic = KeyField(key="sort_key_cyrillic")
    sort_latin = KeyField(key="sort_key_latin")

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("local government")
        verbose_name_plural = _("local governments")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="city_municipality", parent__isnull=False)
                | ~Q(kind="city_municipality") & Q(parent__isnull=True),
                name="only_a_city_municipality_is_part_of_a_city",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="no_city_is_part_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True, population_year__isnull=True)
                | Q(population__isnull=False, population_year__isnull=False),
                name="population_says_its_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cities:detail", args=[self.code])

    @property
    def full_name(self) -> str:
        """The kind and the name, both in the nominative: "Општина Уб"."""
        return f"{str(self.get_kind_display()).capitalize()} {self.name}"

    @property
    def size_class(self) -> SizeClass | None:
        return SizeClass.of(self.population)

    @property
    def density(self) -> float | None:
        """People per square kilometre, None where a figure is missing."""
        if not self.population or not self.area:
            return None
        return self.population / float(self.area)


class ProfileFigure(models.Model):
    """One figure of a city's profile, with where and when it was read."""

    class Kind(models.TextChoices):
        YOUTH = "youth", _("Share of young people, 15 to 24 years, %")
        OLDER = "older", _("Share of people aged 65 and over, %")
        FEMALE_HEADED = "female_headed", _("Households headed by women, %")
        LITERACY = "literacy", _("Literacy rate, %")
        POVERTY = "poverty", _("People at risk of poverty, %")
        INCOME = "income", _("Average household income, USD a year")
        NON_CITIZENS = "non_citizens", _("People who are not citizens, %")
        HOUSEHOLDS = "households", _("Number of households")
        HOUSEHOLD_SIZE = "household_size", _("Persons per household")
        GDP_PER_HEAD = "gdp_per_head", _("GDP per head, USD a year")
        GINI = "gini", _("Gini coefficient")

    city = models.ForeignKey(City, on_delete=models.CASCADE)
    kind = models.CharField(_("figure"), max_length=20, choices=Kind.choices)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)
    source_date = models.DateField(_("date of the source"))

    class Meta:
        verbose_name = _("profile figure")
        verbose_name_plural = _("profile figures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "kind"], name="a_profile_holds_each_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0), name="a_profile_figure_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class BasinGroup(models.Model):
    """An agreement of local governments along a river; it may cross districts."""

    class Kind(models.TextChoices):
        BASIN = "basin", _("basin group")
        OWN = "own", _("group of the focal point")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.BASIN
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_complete = models.BooleanField(_("all members are known"), default=True)
    cities = models.ManyToManyField(
        City, verbose_name=_("local governments"), blank=True
    )

    class Meta:
        verbose_name = _("basin group")
        verbose_name_plural = _("basin groups")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Hazard(models.Model):
    """A hazard of the Serbian risk-assessment methodology, or one of its kinds."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("heading"),
    )

    class Meta:
        verbose_name = _("hazard")
        verbose_name_plural = _("hazards")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class CityHazardQuerySet(models.QuerySet["CityHazard"]):
    def of_city(self, city: City) -> Self:
        return self.filter(city=city)


class CityHazard(models.Model):
    """A hazard that matters to a city, with its two scenarios."""

    city = models.ForeignKey(City, on_delete=models.CASCADE)
    hazard = models.ForeignKey(
        Hazard, on_delete=models.PROTECT, verbose_name=_("hazard")
    )
    most_probable = models.TextField(
        _("most probable adverse event"), max_length=2000, blank=True
    )
    most_severe = models.TextField(
        _("event with the gravest possible consequences"), max_length=2000, blank=True
    )

    objects = CityHazardQuerySet.as_manager()

    class Meta:
        verbose_name = _("hazard of the city")
        verbose_name_plural = _("hazards of the city")
        ordering = ["hazard__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "hazard"], name="a_city_names_each_hazard_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.hazard)
