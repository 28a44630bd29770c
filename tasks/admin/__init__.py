"""The administrator's door: plans, units and people to edit; tasks, records and files to read.

Rules and calendar are append-only, because a past light must stay recomputable; whatever the log refers to is
never deleted here.
"""

from tasks.admin import people, plans, problems, records, rules

__all__ = ["people", "plans", "problems", "records", "rules"]
