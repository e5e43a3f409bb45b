"""``python -m parasift.spark``."""

import sys

from .job import main

sys.exit(main())
