"""The year's plan as readable data. `yaml_reader` and `section` read strictly, `readers` and `folder` make
`rows`, `checks` holds the rows against each other, `loader` writes them. Only writing touches the ORM."""
