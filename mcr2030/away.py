"""What people read while database, disk or mail are away: 503, and how to go on."""

import errno
import socket
import sys
from smtplib import SMTPException

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

# The disk is full, read-only, broken, or its folder is gone or not ours any more.
OF_THE_DISK = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG),
    *(errno.EACCES, errno.ENOENT, errno.ENOTDIR),
}
# No connection to the database, or to the mail server.
AWAY = (
    *(OperationalError, InterfaceError, SMTPException),
    *(ConnectionError, TimeoutError, socket.gaierror),
)
# Browsers, monitors and our own page ask again after so many seconds.
AGAIN_AFTER = 30


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell what comes back by itself (503) from what somebody has to mend (500)."""
    if not is_away(sys.exc_info()[1]):
        return defaults.server_error(request)
    response = HttpResponse(loader.get_template("away.html").render(), status=503)
    response["Retry-After"] = str(AGAIN_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def is_away(error: BaseException | None) -> bool:
    """Tell whether the same request may well succeed in a while."""
    if isinstance(error, OSError) and error.errno in OF_THE_DISK:
        return True
    return isinstance(error, AWAY)
