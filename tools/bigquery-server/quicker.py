"""Spares local-bigquery work that grows with every job: what it answers stays the same.

The package looks for each table of each statement, several times, in a list of everything that its engine holds, the kept
rows of every job among it. So what stands in a dataset is remembered until something is created or dropped, and rows of
old jobs are thrown away.
"""

import collections
import threading

RESULTS_KEPT = 100

known: dict[tuple, object] = {}


def spare() -> None:
    remember_tables()
    forget_results()


def remember_tables() -> None:
    import duckdb
    from sqlglot import exp

    from local_bigquery.catalog import tables
    from local_bigquery.engine import database
    from local_bigquery.jobs import query
    from local_bigquery.sql.rules import partitions
    from local_bigquery.sql.rules import tables as tables_rule

    def remembering(ask, place):
        """`place` gives project, dataset and table of the arguments, or None for what is always asked anew."""

        def asked(*args):
            where = place(*args)
            if where is None or None in where or where[1] == tables.RESULTS:
                return ask(*args)
            key = (ask.__name__, *where)
            found = known.get(key)
            if found is None:
                found = ask(*args)
                # What is not there may come from anywhere.
                if found != []:
                    known[key] = found
            return found

        return asked

    def whole(project=None, dataset=None, table=None):
        return project, dataset, table

    def of_node(table):
        if not (table.catalog and table.db) or not isinstance(table.this, exp.Identifier):
            return None
        return table.catalog, table.db, table.name

    class Remembered:
        """The engine, for those that only want to know whether a table stands."""

        objects = staticmethod(remembering(database.objects, whole))

        def __getattr__(self, name):
            return getattr(database, name)

    lookup = tables_rule.database = Remembered()

    def standing(project, dataset, table=None):
        if table is not None and dataset == tables.RESULTS:
            return counted(project, dataset, table)
        found = lookup.objects(project, dataset, table)
        if table is None or [kind for _, kind, _ in found] != ["TABLE"]:
            return found
        # How many rows it has is counted each time.
        return counted(project, dataset, table)

    def counted(*place):
        try:
            [(rows,)] = database.fetch(f"SELECT count(*) FROM {database.quote(*place)}")
        except duckdb.CatalogException:
            return []
        return [(place[2], "TABLE", rows)]

    class Counted(Remembered):
        objects = staticmethod(standing)

    tables.database = Counted()
    tables.columns = remembering(tables.columns, whole)
    partitions._hidden = remembering(partitions._hidden, of_node)

    run, execute = query._run, database.execute

    def running(cur, tree, *args):
        changing = isinstance(tree, (exp.Create, exp.Drop, exp.Alter)) and not tree.find(exp.TemporaryProperty)
        if changing:
            known.clear()
        try:
            return run(cur, tree, *args)
        finally:
            if changing:
                known.clear()

    def executing(sql, params=None):
        if sql.startswith(("DROP", "CREATE")):
            known.clear()
        return execute(sql, params)

    query._run, database.execute = running, executing


def forget_results() -> None:
    from local_bigquery.catalog import tables
    from local_bigquery.engine import database
    from local_bigquery.jobs import runner

    order: collections.deque[tuple[str, str]] = collections.deque()
    lock = threading.Lock()
    execute = runner._execute

    def executing(job, job_type, *args):
        try:
            return execute(job, job_type, *args)
        finally:
            # Loads and copies make tables in ways of their own.
            if job_type != "query":
                known.clear()
            with lock:
                order.append((job.jobReference.projectId, job.jobReference.jobId))
                old = order.popleft() if len(order) > RESULTS_KEPT else None
            if old is not None:
                project, job_id = old
                with database.cursor() as cursor:
                    cursor.execute(f"DROP TABLE IF EXISTS {tables.name(project, tables.RESULTS, job_id)}")

    runner._execute = executing
