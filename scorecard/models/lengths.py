"""How long the texts around an answer may be, in characters."""

COMMENT_MAXIMUM = 10_000
REASON_MAXIMUM = 2_000
NOTE_MAXIMUM = 300
KEY_MAXIMUM = 64
