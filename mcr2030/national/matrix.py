"""The heat matrix: cities by Essentials, or by the indicators of one Essential."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import F, FloatField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mcr2030.national import figures
from mcr2030.national.figures import Selection
from mcr2030.templatetags.mcr2030 import whole_percent
from scorecard import statistics
from scorecard.exports import percent
from scorecard.models import Answer, Essential, EssentialScore, Question, Standing
from scorecard.scoring import Score
from scorecard.statistics import Quartiles
from scorecard.workbooks import tables

DESCENDING = "-"


@dataclass(frozen=True)
class Cell:
    """What a city has in a column: `step` is the fifth of the scale, None for nothing.

    `text` stands in the cell; `words` say it where the text alone does not.
    """

    text: str
    step: int | None
    value: tables.Value = None
    words: str = ""


@dataclass(frozen=True)
class Column:
    """An Essential or an indicator; `key` is what the address sorts by.

    `quartiles` are of shares in per cent; None for levels, which have a median only.
    """

    key: str
    head: str
    title: str
    middle: Cell
    answered: int
    quartiles: Quartiles | None = None


@dataclass(frozen=True)
class Row:
    """A city with its cells in the order of the columns."""

    standing: Standing
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """The columns, and how to get at a page's rows; `essential` is None for all ten."""

    selection: Selection
    essential: Essential | None
    columns: list[Column]
    standings: QuerySet[Standing]
    sort: str

    @property
    def heads(self) -> list[tuple[Column, str, str]]:
        """Return each column with what to sort by next, and how it is sorted now."""
        made = []
        for column in self.columns:
            falling = f"{DESCENDING}{column.key}"
            now = {falling: "descending", column.key: "ascending"}.get(self.sort, "")
            made.append((column, column.key if now == "descending" else falling, now))
        return made

    def rows(self, standings: Iterable[Standing]) -> list[Row]:
        """Return the rows of these standings in one query."""
        listed = list(standings)
        if self.essential is None:
            return self._by_essential(listed)
        return self._by_question(listed)

    def _by_essential(self, listed: list[Standing]) -> list[Row]:
        scores = figures.scores_of(listed)
        return [
            Row(
                one,
                [_of_score(scores[one.city_id].get(int(c.key))) for c in self.columns],
            )
            for one in listed
        ]

    def _by_question(self, listed: list[Standing]) -> list[Row]:
        top = self.selection.questionnaire.scale_maximum
        found: dict[tuple[int, str], Cell] = {}
        answers = Answer.objects.filter(
            assessment__in=[one.assessment_id for one in listed],
            question__essential=self.essential,
        )
        for assessment, code, score, not_applicable in answers.values_list(
            "assessment", "question__code", "score", "not_applicable"
        ):
            found[assessment, code] = _of_level(score, not_applicable, top)
        return [
            Row(one, [found[one.assessment_id, c.key] for c in self.columns])
            for one in listed
        ]


def essential_of(selection: Selection, number: int) -> Essential | None:
    """Return the Essential where the edition asks about it."""
    asked = selection.questionnaire.questions.values("essential")
    return Essential.objects.filter(pk__in=asked, number=number).first()


def build(selection: Selection, essential: Essential | None, sort: str) -> Matrix:
    """Return the matrix without its rows; an unknown `sort` is the alphabet.

    `sort` is a column's key, with "-" before it for the highest first. Four queries.
    """
    columns = _questions(selection, essential) if essential else _essentials(selection)
    key = sort.removeprefix(DESCENDING)
    known = sort if key in {column.key for column in columns} else ""
    alphabet = "city__sort_" + ("cyrillic" if get_language() == "sr" else "latin")
    standings = selection.standings().select_related("city", "assessment")
    if known:
        value = _level(key) if essential else _share(int(key))
        order = F("value").desc(nulls_last=True)
        if not known.startswith(DESCENDING):
            order = F("value").asc(nulls_last=True)
        standings = standings.annotate(value=value).order_by(order, alphabet, "pk")
    else:
        standings = standings.order_by(alphabet, "pk")
    return Matrix(selection, essential, columns, standings, known)


def table(matrix: Matrix) -> tables.Table:
    """Return the whole selection as a table, its medians in the last row.

    An empty cell is no answer; "n/a" says that it does not apply to the city.
    """
    edition = matrix.selection.questionnaire
    head = [
        tables.Column(
            "code", _("Official code"), _("The code of the statistical office")
        ),
        tables.Column("city", _("Local government"), _("Its name")),
        tables.Column("year", _("Round"), _("Year of the accepted assessment")),
    ]
    unit = _("Level") if matrix.essential else _("Share of the points, %")
    columns = [
        tables.Column(one.key, f"{one.head} {one.title}", unit)
        for one in matrix.columns
    ]
    rows: list[list[tables.Value]] = [
        [
            row.standing.city.code,
            row.standing.city.name,
            row.standing.assessment.year,
            *(_plain(cell) for cell in row.cells),
        ]
        for row in matrix.rows(matrix.standings)
    ]
    cities = len(rows)
    if matrix.essential is None:
        parts = [one.quartiles for one in matrix.columns]
        low = [percent(one.low) if one else None for one in parts]
        rows.append([None, _("Lower quartile"), None, *low])
        high = [percent(one.high) if one else None for one in parts]
        rows.append([None, _("Upper quartile"), None, *high])
    middle = [_plain(one.middle) for one in matrix.columns]
    rows.append([None, _("Median"), None, *middle])
    answered = [one.answered for one in matrix.columns]
    rows.append([None, _("Local governments with an answer"), None, *answered])
    return tables.Table(
        columns=(*head, *columns),
        rows=rows,
        about={
            _("Questionnaire"): str(edition),
            _("Highest level"): edition.scale_maximum,
            _("Date"): timezone.localdate(),
            _("Cities"): cities,
            _("What counts"): _("The latest accepted assessment of each city."),
        },
        title=_("Matrix"),
        columns_title=_("Columns"),
        columns_headings=(_("Key"), _("Column"), _("Meaning")),
    )


def _essentials(selection: Selection) -> list[Column]:
    national = figures.national(selection)
    asked = selection.questionnaire.questions.values("essential")
    return [
        Column(
            key=str(one.number),
            head=str(one.number),
            title=one.short_name,
            middle=_of_share(middle.median if middle else None),
            answered=middle.count if middle else 0,
            quartiles=middle,
        )
        for one in Essential.objects.filter(pk__in=asked)
        for middle in [national.by_essential.get(one.number)]
    ]


def _questions(selection: Selection, essential: Essential) -> list[Column]:
    spreads = figures.spreads(selection)
    top = selection.questionnaire.scale_maximum
    columns = []
    questions: QuerySet[Question] = selection.questionnaire.questions.all()
    for one in questions.filter(essential=essential).order_by("position"):
        spread = spreads[one.code]
        middle = _of_middle(spread.median, top)
        columns.append(Column(one.code, one.code, one.title, middle, spread.answered))
    return columns


def _share(number: int) -> Subquery:
    scores = EssentialScore.objects.filter(
        assessment=OuterRef("assessment"), essential__number=number, out_of__gt=0
    )
    share = Cast(F("points"), FloatField()) / Cast(F("out_of"), FloatField())
    return Subquery(scores.annotate(share=share).values("share")[:1])


def _level(code: str) -> Subquery:
    answers = Answer.objects.filter(
        assessment=OuterRef("assessment"), question__code=code
    )
    return Subquery(answers.order_by().values("score")[:1])


def _of_score(score: Score | None) -> Cell:
    return _of_share(score.share if score else None)


def _of_share(share: Fraction | None) -> Cell:
    if share is None:
        return Cell("–", None, words=_("no answer"))
    return Cell(whole_percent(share), statistics.part(share), percent(share))


def _of_level(score: int | None, not_applicable: bool, top: int) -> Cell:
    if not_applicable:
        return Cell(_("n/a"), None, words=_("not applicable"))
    if score is None:
        return Cell("–", None, words=_("no answer"))
    return Cell(str(score), statistics.part(Fraction(score, top)), score)


def _of_middle(level: Fraction | None, top: int) -> Cell:
    """Return a median level, which may lie half-way between two levels."""
    if level is None:
        return Cell("–", None, words=_("no answer"))
    text = (
        str(level) if level.denominator == 1 else formats.number_format(float(level), 1)
    )
    return Cell(text, statistics.part(level / top), level)


def _plain(cell: Cell) -> tables.Value:
    if cell.value is not None:
        return cell.value
    return cell.text if cell.words == _("not applicable") else None
