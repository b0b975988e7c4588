"""What `outputs` and `checks.output` both draw with; knows neither reports' rules nor files.

`width` measures and folds text, `console` prints it, `grids` draws tables with characters, `cells`
writes the cells of workbooks, `markdown` and `markup` escape and build markup, `figures` nests the
cells of a form for JSON.
"""
