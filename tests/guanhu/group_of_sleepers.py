"""Runs a `Group` of stand-in children, as a process that tests can signal and kill.

    python -m tests.guanhu.group_of_sleepers FOLDER NAME=CODE …

Each child runs its Python code in FOLDER and answers once a file of its name is there.
Prints "answers" when announced, and at the end which child ended by itself.
"""

import os
import sys
from pathlib import Path

from guanhu.embedded import Child, Group

folder = Path(sys.argv[1])
children = []
for word in sys.argv[2:]:
    name, _, code = word.partition("=")
    children.append(Child(name, (sys.executable, "-c", code)))

ended = Group(os.environ, folder).run(
    children,
    answers=lambda: all((folder / child.name).exists() for child in children),
    announce=lambda: print("answers", flush=True),
)
print(f"ended: {ended or 'asked'}", flush=True)
