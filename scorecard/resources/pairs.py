"""Which indicators of two editions ask the same, as rows of two codes."""

from typing import Any

import tablib
from django.utils.translation import gettext as _

from scorecard.actions import editions
from scorecard.models import EditionMapping, Question, SameQuestion
from scorecard.resources.rows import CellResource

COLUMNS = ["earlier", "later"]


class PairResource(CellResource):
    """Pairs by the later code; those that the file does not name stay."""

    key = "later"

    class Meta:
        model = SameQuestion
        import_id_fields = ["later"]
        fields: tuple[str, ...] = ()
        skip_unchanged = True
        report_skipped = False
        use_transactions = True

    def __init__(self, mapping: EditionMapping | None = None) -> None:
        super().__init__(COLUMNS)
        self.mapping = mapping

    def read(self, dataset: tablib.Dataset) -> None:
        if not self.mapping:
            raise ValueError("The form asks for the mapping first.")
        self.codes: dict[str, dict[str, Question]] = {
            "earlier": {one.code: one for one in self.mapping.earlier.questions.all()},
            "later": {one.code: one for one in self.mapping.later.questions.all()},
        }
        for pair in self.mapping.pairs.select_related("earlier", "later"):
            one: Any = pair
            one.cells = {"earlier": pair.earlier.code, "later": pair.later.code}
            self.known[pair.later.code] = one
        self.pairs = {code: one.cells["earlier"] for code, one in self.known.items()}

    def init_instance(self, row: dict[str, Any] | None = None) -> Any:
        pair: Any = SameQuestion(mapping=self.mapping)
        pair.cells = {}
        return pair

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        super().before_import_row(row, **kwargs)
        for column in COLUMNS:
            if row.get(column, "") not in self.codes[column]:
                self.fail(column, _("This edition has no indicator with this code."))
        self.pairs[row["later"]] = row["earlier"]

    def before_save_instance(
        self, instance: Any, row: dict[str, Any], **kwargs: Any
    ) -> None:
        instance.earlier = self.codes["earlier"][row["earlier"]]
        instance.later = self.codes["later"][row["later"]]

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Save nothing yet: two rows may trade places."""

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        if result.has_errors() or result.has_validation_errors() or not self.mapping:
            return
        result.into = str(self.mapping)
        taken = list(self.pairs.values())
        twice = sorted({code for code in taken if taken.count(code) > 1})
        if twice:
            said = _("The earlier code %(code)s would have two pairs.")
            self.lament(result, [said % {"code": code} for code in twice])
            return
        editions.map_editions(
            earlier=self.mapping.earlier,
            later=self.mapping.later,
            pairs=[(earlier, later) for later, earlier in self.pairs.items()],
        )
