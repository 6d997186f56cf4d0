"""Serbian dates in figures of even width, in either script: 02.09.2026."""

SHORT_DATE_FORMAT = "d.m.Y."
SHORT_DATETIME_FORMAT = "d.m.Y. H:i"
