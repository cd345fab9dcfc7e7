"""Queries whose SQL is made once in a process: writing it takes Django ten times as long as a database to answer.

For what is asked at every command in a room. Whatever is not the same each time is `Given`.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
Row = tuple[Any, ...]

# A statement that writes more rows than these is made anew each time.
FEW = 16


def kept_cursor() -> Any:
    """Return a cursor for a statement that comes again and again, with values apart from its text.

    PostgreSQL reads and plans such a statement once for each connection (psycopg, "Prepared statements");
    Django by itself writes the values into the text, and has each planned anew.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    if connection.connection.prepare_threshold is None:
        # As Django sets it nothing may be kept; now only that of which it is asked.
        connection.connection.prepare_threshold = sys.maxsize
    made = _keeping()(connection.connection)
    return connection._prepare_cursor(made)  # type: ignore[attr-defined] # noqa: SLF001 - counted as its own


@cache
def _keeping() -> type[Any]:
    """Return the class, made when asked for: who runs on SQLite need not have psycopg."""
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415

    class KeepingCursor(ServerBindingCursor):
        def execute(self, query: str, params: Any = None) -> Any:
            return super().execute(query, params, prepare=True)  # type: ignore[misc] # psycopg's, which Django's types lack

        def _send_query_prepared(self, name: bytes, query: Any, **how: Any) -> None:
            # Django asks for it when it keeps account of queries; psycopg notes only what it did not prepare.
            self._query = query
            super()._send_query_prepared(name, query, **how)  # type: ignore[misc] # the same

    return KeepingCursor


class Given(Expression):
    """A place in a query for a value that is given when it is asked."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        """Return the mark of a parameter, with oneself as what stands for it."""
        return "%s", [self]


class _Compiled:
    """What Django made of a query for one kind of database; `connection` is each thread's own."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self.compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        select = self.compiler.select or []
        self.converters = self.compiler.get_converters([column for column, *_rest in select])

    def rows(self, values: dict[str, Any]) -> Iterable[Sequence[Any]]:
        given = [
            each.output_field.get_db_prep_value(values[each.name], connection)
            if isinstance(each, Given)
            else each
            for each in self.params
        ]
        with kept_cursor() as cursor:
            cursor.execute(self.sql, given)
            found: list[Row] = cursor.fetchall()
        if found and self.converters:
            return self.compiler.apply_converters(found, self.converters)  # type: ignore[no-any-return]
        return found


class _Prepared:
    """Made by whichever thread asks first; for another kind of database it is made anew.

    Not by each thread: the first command in each took 20 ms, and who waited behind it as long.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._known: dict[str, _Compiled] = {}

    def rows(self, values: dict[str, Any]) -> tuple[SQLCompiler, Iterable[Sequence[Any]]]:
        compiled = self._known.get(connection.vendor)
        if compiled is None:
            compiled = self._known[connection.vendor] = _Compiled(self._make())
        return compiled.compiler, compiled.rows(values)


class Values:
    """A prepared query of values: `make` returns a `values_list` with places in it."""

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._prepared = _Prepared(make)

    def rows(self, **values: Any) -> list[Row]:
        """Return what is found with these values in the places."""
        return [tuple(row) for row in self._prepared.rows(values)[1]]

    def row(self, **values: Any) -> Row | None:
        """Return the first of what is found."""
        return next(iter(self.rows(**values)), None)


class Objects(Generic[M]):
    """A prepared query of objects, with what it fetches along."""

    def __init__(self, make: Callable[[], QuerySet[M]]) -> None:
        self._prepared = _Prepared(make)

    def all(self, **values: Any) -> list[M]:
        """Return what is found with these values in the places."""
        compiler, rows = self._prepared.rows(values)
        select, known = compiler.select or [], compiler.klass_info or {}
        model, fields = known["model"], known["select_fields"]
        start, end = fields[0], fields[-1] + 1
        names = [column.target.attname for column, *_rest in select[start:end]]
        along = get_related_populators(known, select, connection.alias)  # type: ignore[call-arg] # of a later Django
        found = []
        for row in rows:
            made = model.from_db(connection.alias, names, row[start:end])
            for populator in along:
                populator.populate(row, made)
            found.append(made)
        return found

    def first(self, **values: Any) -> M | None:
        """Return the first of what is found."""
        return next(iter(self.all(**values)), None)


class Insert(Generic[M]):
    """Writes rows of a model by one statement, as they stand: no signal is sent, nothing is checked here."""

    def __init__(self, model: type[M]) -> None:
        fields = model._meta.concrete_fields
        self._model = model
        self._makes_key = fields[0].get_internal_type().endswith("AutoField")
        self._fields = [field for field in fields if not (self._makes_key and field.primary_key)]
        self._texts: dict[tuple[str, int], str] = {}

    def rows(self, made: Sequence[M]) -> None:
        """Write some, and tell them the keys that the database gave them."""
        values = [
            field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for row in made
            for field in self._fields
        ]
        with kept_cursor() as cursor:
            cursor.execute(self._text(len(made)), values)
            if self._makes_key:
                for row, (key,) in zip(made, cursor.fetchall(), strict=True):
                    row.pk = key
        for row in made:
            row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as a saved row has it

    def _text(self, count: int) -> str:
        known = self._texts.get((connection.vendor, count))
        if known is None:
            quote = '"{}"'.format
            meta = self._model._meta
            columns = ", ".join(quote(field.column) for field in self._fields)
            marks = ", ".join(["%s"] * len(self._fields))
            all_marks = ", ".join([f"({marks})"] * count)
            back = f" RETURNING {quote(meta.pk.column)}" if self._makes_key else ""
            table = quote(meta.db_table)
            known = f"INSERT INTO {table} ({columns}) VALUES {all_marks}{back}"  # noqa: S608 - our own tables' names
            if count <= FEW:
                self._texts[connection.vendor, count] = known
        return known


class Update(Generic[M]):
    """Writes some fields of a row by its key: no signal is sent, nothing is checked here."""

    def __init__(self, model: type[M], *names: str) -> None:
        meta = model._meta
        fields: dict[str, Any] = {field.name: field for field in meta.concrete_fields}
        self._fields = [fields[name] for name in names]
        self._key = meta.pk
        quote = '"{}"'.format
        written = ", ".join(f"{quote(field.column)} = %s" for field in self._fields)
        table, key = quote(meta.db_table), quote(meta.pk.column)
        self._text = f"UPDATE {table} SET {written} WHERE {key} = %s"  # noqa: S608 - our own tables' names

    def row(self, changed: M) -> None:
        """Write what these fields of a row hold now."""
        with kept_cursor() as cursor:
            cursor.execute(self._text, self._values(changed))

    def rows(self, changed: Sequence[M]) -> None:
        """Write that of many, one after the other, by what the database has for it."""
        if changed:
            with kept_cursor() as cursor:
                cursor.executemany(self._text, [self._values(row) for row in changed])

    def _values(self, changed: M) -> list[Any]:
        return [
            field.get_db_prep_save(getattr(changed, field.attname), connection)
            for field in (*self._fields, self._key)
        ]
