"""Import and export of local governments, hazards and partners, by their code."""

from typing import Any

from import_export import fields, resources
from import_export.widgets import ForeignKeyWidget

from cities.models import City, District, Hazard, Partner
from cities.serbian import to_latin


class NamedResource(resources.ModelResource):
    """Rows with a Serbian name; Latin follows from it, English falls back on Latin."""

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        latin = to_latin(str(row.get("name_sr") or ""))
        row["name_sr_latn"] = latin
        row["name_en"] = row.get("name_en") or latin


class CityResource(NamedResource):
    district = fields.Field(
        column_name="district",
        attribute="district",
        widget=ForeignKeyWidget(District, "code"),
    )
    parent = fields.Field(
        column_name="parent",
        attribute="parent",
        widget=ForeignKeyWidget(City, "code"),
    )

    class Meta:
        model = City
        import_id_fields = ["code"]
        skip_unchanged = True
        report_skipped = False
        clean_model_instances = True
        fields = (
            "code",
            "kind",
            "name_sr",
            "name_sr_latn",
            "name_en",
            "district",
            "parent",
            "is_member",
            "authority",
            "population",
            "population_year",
            "area",
            "area_year",
            "latitude",
            "longitude",
        )


class HazardResource(NamedResource):
    parent = fields.Field(
        column_name="parent",
        attribute="parent",
        widget=ForeignKeyWidget(Hazard, "code"),
    )

    class Meta:
        model = Hazard
        import_id_fields = ["code"]
        skip_unchanged = True
        report_skipped = False
        clean_model_instances = True
        fields = ("code", "position", "name_sr", "name_sr_latn", "name_en", "parent")


class PartnerResource(NamedResource):
    """What partners say of themselves; their state is decided on the pages."""

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        super().before_import_row(row, **kwargs)
        row["profile_sr_latn"] = to_latin(str(row.get("profile_sr") or ""))

    class Meta:
        model = Partner
        import_id_fields = ["code"]
        skip_unchanged = True
        report_skipped = False
        clean_model_instances = True
        fields = (
            "code",
            "kind",
            "is_on_committee",
            "name_sr",
            "name_sr_latn",
            "name_en",
            "profile_sr",
            "profile_sr_latn",
            "profile_en",
            "in_serbian",
            "in_english",
            "other_languages",
            "contact",
            "email",
            "phone",
            "website",
        )
