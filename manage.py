#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line

from guanhu.environment import Nonsense

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanhu.settings")
    try:
        execute_from_command_line(sys.argv)
    except Nonsense as error:
        sys.exit(str(error))
