"""The indicators of an edition, one row each, as they come from and go to a file."""

from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cities.serbian import to_latin
from scorecard.actions import editions, wholeness, wording
from scorecard.models import Essential, Level, Question, Questionnaire, Section
from scorecard.resources.rows import CellResource

LANGUAGES = ("sr", "en")
SECTION_TITLES = ["section_title_sr", "section_title_en"]
OWN_TEXTS = ["title", "asks", "hint"]
TEXTS = [f"{text}_{language}" for text in OWN_TEXTS for language in LANGUAGES]
HIGHEST = 5
SHORT = {"title": 200, "section_title": 200, "code": 16, "section": 16}


def columns(scale_maximum: int) -> list[str]:
    """Return the columns of a file whose levels end at `scale_maximum`."""
    return [
        "code",
        "essential",
        "section",
        *SECTION_TITLES,
        "condition",
        "certainty",
        *TEXTS,
        *level_columns(0, scale_maximum),
    ]


def level_columns(first: int, last: int) -> list[str]:
    return [
        f"level{score}_{language}"
        for language in LANGUAGES
        for score in range(first, last + 1)
    ]


class QuestionResource(CellResource):
    """Indicators by code. The order of the rows is the order of the indicators."""

    class Meta:
        model = Question
        import_id_fields = ["code"]
        fields: tuple[str, ...] = ()
        skip_unchanged = True
        report_skipped = False
        use_transactions = True

    def __init__(self, questionnaire: Questionnaire | None = None) -> None:
        self.maximum = questionnaire.scale_maximum if questionnaire else HIGHEST
        super().__init__(columns(self.maximum))
        self.questionnaire = questionnaire
        self.allowed |= set(columns(HIGHEST))

    def table(self) -> tablib.Dataset:
        """Return the whole edition as a table."""
        return self.export(self._stored())

    # The file as a whole

    def check_target(self) -> None:
        if self.questionnaire:
            editions.check_editable(self.questionnaire)

    def read(self, dataset: tablib.Dataset) -> None:
        if not self.questionnaire:
            raise ValueError("The form asks for the edition first.")
        self.known = {one.code: one for one in self._stored()}
        self.before = list(self.known)
        self.last = max((one.position for one in self.known.values()), default=0)
        self.essentials = {str(one.number): one for one in Essential.objects.all()}
        self.sections = {one.code: one for one in self.questionnaire.sections.all()}
        self.conditions = {one.code: one for one in self.questionnaire.conditions.all()}
        self.titles: dict[tuple[str, str], str] = {}
        for row in dataset.dict:
            for column in SECTION_TITLES:
                if row.get(column):
                    self.titles.setdefault((self._section_of(row), column), row[column])

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        if result.has_errors() or result.has_validation_errors():
            return
        if not self.questionnaire:
            return
        result.into = str(self.questionnaire)
        codes = list(dataset["code"])
        result.is_moved = editions.put_in_order(
            questionnaire=self.questionnaire, before=self.before, codes=codes
        )
        result.kept = len(set(self.before) - set(codes))
        if self.questionnaire.status == Questionnaire.Status.IN_USE:
            self.lament(result, wholeness.lacks(self.questionnaire))

    # One row

    def init_instance(self, row: dict[str, Any] | None = None) -> Any:
        self.last += 1
        question: Any = Question(questionnaire=self.questionnaire, position=self.last)
        question.cells, question.levels_by_score = {}, {}
        return question

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        super().before_import_row(row, **kwargs)
        code, section = row["code"], self._section_of(row)
        for column in SECTION_TITLES:
            title = self.titles.get((section, column), "")
            if row.get(column) and (row[column] != title or not section):
                self.fail(column, self._misplaced(section))
            if section:
                row[column] = title or self._standing_title(section, column)
        self._stop(self._lost_texts(row, self.known.get(code)) | self._cell_errors(row))

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Judge the indicator as it will stand."""
        cells, errors = instance.cells, {}
        needed = ["essential", "title_sr", "asks_sr"]
        if cells.get("section"):
            needed.append("section_title_sr")
        for column in needed:
            if not cells.get(column):
                errors[column] = _("Write something here.")
        for language in LANGUAGES:
            said = {
                score: cells.get(f"level{score}_{language}", "")
                for score in range(self.maximum + 1)
            }
            for one, other in wholeness.alike(said):
                errors[f"level{other}_{language}"] = _(
                    "This level says the same as level %(score)s."
                ) % {"score": one}
        self._stop(errors)

    def before_save_instance(
        self, instance: Any, row: dict[str, Any], **kwargs: Any
    ) -> None:
        cells = instance.cells
        instance.code = cells["code"]
        instance.essential = self.essentials[cells["essential"]]
        instance.section = self._save_section(cells)
        instance.condition = self.conditions.get(cells.get("condition", ""))
        instance.certainty = cells.get("certainty", "")
        _write(instance, OWN_TEXTS, cells)

    def after_save_instance(
        self, instance: Any, row: dict[str, Any], **kwargs: Any
    ) -> None:
        for score in range(self.maximum + 1):
            texts = {
                f"text_{one}": instance.cells.get(f"level{score}_{one}", "")
                for one in LANGUAGES
            }
            level = instance.levels_by_score.get(score)
            if level is None and any(texts.values()):
                level = Level(question=instance, score=score)
            if level and _differs(level, texts):
                _write(level, ["text"], texts)
                level.save()

    # What the above ask

    def _stored(self) -> list[Any]:
        """Return the edition's indicators in order, each with its cells."""
        if not self.questionnaire:
            return []
        found: list[Any] = list(
            self.questionnaire.questions.select_related(
                "essential", "section", "condition"
            ).prefetch_related("levels")
        )
        for question in found:
            question.levels_by_score = {one.score: one for one in question.levels.all()}
            question.cells = _cells(question, self.maximum)
        return found

    def _section_of(self, row: dict[str, Any]) -> str:
        if "section" in row:
            return row["section"]
        known = self.known.get(row["code"])
        return known.cells["section"] if known else ""

    def _standing_title(self, section: str, column: str) -> str:
        known = self.sections.get(section)
        return _column(known, column.removeprefix("section_")) if known else ""

    def _misplaced(self, section: str) -> str:
        if not section:
            return _("Write the code of the section too, or leave its title out.")
        return _("The section has another title further up in the file.")

    def _cell_errors(self, row: dict[str, Any]) -> dict[str, str]:
        """Return by column what no row may say."""
        errors = {
            column: sentence
            for column, text in row.items()
            if (sentence := _fault(column, text))
        }
        for column in level_columns(self.maximum + 1, HIGHEST):
            if row.get(column):
                errors[column] = _("The scale of this edition ends at %(maximum)s.") % {
                    "maximum": self.maximum
                }
        if row.get("essential", "1") not in self.essentials:
            errors["essential"] = _("Write the number of an Essential, from 1 to 10.")
        if row.get("condition") and row["condition"] not in self.conditions:
            errors["condition"] = _("This edition has no condition with this code.")
        if row.get("certainty") and row["certainty"] not in Question.Certainty.values:
            errors["certainty"] = _("Write one of these: %(values)s.") % {
                "values": ", ".join(Question.Certainty.values)
            }
        return errors

    def _lost_texts(self, row: dict[str, Any], known: Any) -> dict[str, str]:
        """Return by column where an empty cell would wipe out what stands."""
        if not known:
            return {}
        return {
            column: _(
                "A text stands here. Write one, or leave the column out to keep it."
            )
            for column in self.fields
            if column.startswith(("title_", "asks_", "level"))
            and row.get(column) == ""
            and known.cells[column]
        }

    def _save_section(self, cells: dict[str, str]) -> Section | None:
        code = cells.get("section")
        if not code:
            return None
        section = self.sections.get(code)
        if section is None:
            section = Section(questionnaire=self.questionnaire, code=code)
            self.sections[code] = section
        texts = {
            f"title_{one}": cells.get(f"section_title_{one}", "") for one in LANGUAGES
        }
        if section.pk is None or _differs(section, texts):
            _write(section, ["title"], texts)
            section.save()
        return section

    def _stop(self, errors: dict[str, str]) -> None:
        """Stop the row with all that is wrong with it."""
        if errors:
            raise ValidationError(
                {column: [self.said(column, said)] for column, said in errors.items()}
            )


def _fault(column: str, text: str) -> str:
    stem, _sign, end = column.rpartition("_")
    language = end if end in LANGUAGES else ""
    maximum = SHORT.get(stem if language else column, wording.LONG_TEXT_MAXIMUM)
    return wording.fault(text, language=language, maximum=maximum)


def _cells(question: Question, maximum: int) -> dict[str, str]:
    section, condition = question.section, question.condition
    return {
        "code": question.code,
        "essential": str(question.essential.number),
        "section": section.code if section else "",
        **{
            column: _column(section, column.removeprefix("section_")) if section else ""
            for column in SECTION_TITLES
        },
        "condition": condition.code if condition else "",
        "certainty": question.certainty,
        **{column: _column(question, column) for column in TEXTS},
        **dict.fromkeys(level_columns(0, maximum), ""),
        **{
            f"level{level.score}_{language}": _column(level, f"text_{language}")
            for level in question.levels.all()
            for language in LANGUAGES
        },
    }


def _column(row: Any, name: str) -> str:
    """Return a text; one that was never written reads as empty."""
    return getattr(row, name) or ""


def _differs(row: Any, texts: dict[str, str]) -> bool:
    return any(_column(row, name) != text for name, text in texts.items())


def _write(row: Any, names: list[str], texts: dict[str, str]) -> None:
    """Set the texts in Serbian and English; the Latin is derived."""
    for name in names:
        serbian = texts.get(f"{name}_sr", "")
        setattr(row, f"{name}_sr", serbian)
        setattr(row, f"{name}_sr_latn", to_latin(serbian))
        setattr(row, f"{name}_en", texts.get(f"{name}_en", ""))
