"""指标: the pages and endpoints of indicators, which need `indicators` and `tasks` both."""
