"""Prepares and serves local-bigquery 0.3.2, the stand-in for BigQuery that the tests run against.

  python server.py prepare            once after installing: DuckDB's extensions, and Python before 3.12
  python server.py serve --port N …   the package's own flags

Extensions lie under HOME: both must be run with the same one.
"""

import importlib.util
import pathlib
import re
import sys

EXTENSIONS = ("icu", "ducklake", "spatial")


def prepare() -> None:
    """The server opens DuckDB in a way that wants these as files; nothing is fetched from the network."""
    import duckdb
    import duckdb_extensions

    connection = duckdb.connect()
    for name in EXTENSIONS:
        duckdb_extensions.import_extension(name, con=connection)
        connection.execute(f"LOAD {name}")
    if sys.version_info < (3, 12):
        write_for_older_python()


def write_for_older_python() -> None:
    """Two files of the package use what Python has from 3.12 on: type parameters, and quotes of one kind inside f-strings."""
    spec = importlib.util.find_spec("local_bigquery")
    package = pathlib.Path(next(iter(spec.submodule_search_locations)))

    metadata = package / "catalog" / "metadata.py"
    text = re.sub(r"(def \w+)\[R: Resource\]\(", r"\1(", metadata.read_text())
    if "R = TypeVar" not in text:
        text = text.replace("\n\n\n", '\n\nfrom typing import TypeVar\n\nR = TypeVar("R")\n\n\n', 1)
    metadata.write_text(text)

    results = package / "engine" / "results.py"
    newer = """f"THEN error('{message.replace("'", "''")}') ELSE {expression} END\""""
    older = """"THEN error('" + message.replace("'", "''") + f"') ELSE {expression} END\""""
    text = results.read_text()
    if newer not in text and older not in text:
        raise SystemExit("this is not local-bigquery 0.3.2")
    results.write_text(text.replace(newer, older))


def read_arguments_with_commas() -> None:
    """The parser splits a procedure's arguments at every comma, also within ARRAY<STRUCT<a INT64, b DATE>>."""
    from local_bigquery.sql import script

    parse = script.Parser.procedure

    def procedure(parser):
        statement = parse(parser)
        whole: list[str] = []
        for text, _ in statement.items:
            if whole and whole[-1].count("<") > whole[-1].count(">"):
                whole[-1] += ", " + text
            else:
                whole.append(text)
        statement.items = [(text, None) for text in whole]
        return statement

    script.Parser.procedure = procedure
    for word, handler in list(script.PARSERS.items()):
        if handler is parse:
            script.PARSERS[word] = procedure


def serve() -> None:
    from local_bigquery import cli

    from quicker import spare

    read_arguments_with_commas()
    spare()

    sys.argv = ["local-bigquery", *sys.argv[2:]]
    cli.main()


if __name__ == "__main__":
    {"prepare": prepare, "serve": serve}[sys.argv[1]]()
