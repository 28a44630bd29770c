"""The REST door of tasks: bodies become typed arguments of the verbs, faces become JSON."""
