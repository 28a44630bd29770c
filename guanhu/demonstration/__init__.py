"""The demonstration: seven months of an invented office at work on the plan of 2020.

Everything on tasks goes through the real verbs, day by day; people, figures and sentences are made up. Nothing
outside `run.demonstrate` is meant to be called from elsewhere.
"""
