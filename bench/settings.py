"""The production settings, with the bare views among the addresses."""

from mcr2030.settings import *

ROOT_URLCONF = "bench.urls"
