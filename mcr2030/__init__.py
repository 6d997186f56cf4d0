"""The project: settings, addresses and the pages that show all apps at once."""
