"""What every REST view shares, handed to the views through DRF's settings, so that no app imports this one.

A view says with class attributes what is its own:

- `parameters`: query parameters it takes besides those of its filter and its list; all others are a 400
- `orderings`, `default_ordering`: the columns by which its list can be sorted
- `problems`: status codes that its methods answer besides those that every view of their sort can
"""
