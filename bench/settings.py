"""The production settings, with the bare views among the addresses."""

from mcr2030.settings import *

ROOT_URLCONF = "bench.urls"

# One person asks here for what a hundred ask for.
LIMITS = {"export": (1_000_000, 600), "invitation": (1_000_000, 600)}
