"""The project: settings, addresses and the pages that show all apps at once."""

# Year and month of the release, as the change log names it and the site shows it.
VERSION = "2026.11"
