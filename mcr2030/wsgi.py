"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcr2030.settings")
# Nobody waits longer for a page; commands may take as long as they need.
os.environ.setdefault("DATABASE_TIMEOUT", "30")
application = get_wsgi_application()
