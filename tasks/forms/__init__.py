"""What people type, checked for shape alone: types and ranges. The rules are the verbs'."""
