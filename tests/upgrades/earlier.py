"""A database as a site has it that was set up before the latest migrations: its tables, and a row in each.

To run all migrations to that point takes a quarter of a minute. The tables are therefore made from what
the models were then, which the migrations know; only what is to be tested is run.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.apps.registry import Apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.models.fields import NOT_PROVIDED
from django.test import override_settings

ALIAS = "earlier"
AT = datetime(2026, 11, 30, 9, tzinfo=UTC)

Key = tuple[str, str]
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class A:
    """Any row of a model."""

    label: str


class Earlier:
    """The database before some migrations, and what they make of it."""

    def __init__(self, before: Collection[Key], given: Mapping[str, Mapping[str, Any]]) -> None:
        """`given` says, by models, what their rows say that can't be anything."""
        self.given = given
        self.connection = connections[ALIAS]
        executor = MigrationExecutor(self.connection)
        graph = executor.loader.graph
        later = {node for key in before for node in graph.backwards_plan(key)}
        applied = [node for node in graph.nodes if node not in later]
        self.apps: Apps = executor.loader.project_state(applied).apps
        with self.connection.schema_editor() as editor:
            for model in self.models():
                editor.create_model(model)
        executor.recorder.ensure_schema()
        for app, name in applied:
            executor.recorder.record_applied(app, name)

    def models(self) -> list[type[models.Model]]:
        found = self.apps.get_models()
        return [m for m in found if m._meta.managed and not m._meta.proxy and not m._meta.swapped]

    def model(self, label: str) -> Any:
        return self.apps.get_model(label)

    def make(self, label: str, **given: Any) -> Any:
        """Write a row in which whatever must be there is there, and whatever it refers to as well."""
        model = self.model(label)
        given = {**self.given.get(model._meta.label_lower, {}), **given}
        given = {each: self._there(value) for each, value in given.items()}
        for field in model._meta.concrete_fields:
            if field.name not in given and field.attname not in given:
                value = self._value(field)
                if value is not NOT_PROVIDED:
                    given[field.name] = value
        return model.objects.using(ALIAS).create(**given)

    def _there(self, value: Any) -> Any:
        """Return a row of the model that is meant, else the value."""
        return self._one(value.label) if isinstance(value, A) else value

    def _one(self, label: str) -> Any:
        return self.model(label).objects.using(ALIAS).first() or self.make(label)

    def _value(self, field: Any) -> Any:
        if isinstance(field, models.AutoField) or field.null or field.has_default():
            return NOT_PROVIDED
        if field.is_relation:
            return self._one(field.remote_field.model._meta.label)
        if field.choices:
            return field.choices[0][0]
        for kind, value in _VALUES.items():
            if isinstance(field, kind):
                return value() if callable(value) else value
        return NOT_PROVIDED

    def read(self, columns: Rows | None = None) -> Rows:
        """Return all rows of all tables; with `columns`, only what those had."""
        found: Rows = {}
        with self.connection.cursor() as cursor:
            for model in self.models():
                table = model._meta.db_table
                names = [str(field.column) for field in model._meta.concrete_fields]
                if columns is not None and not columns[table]:
                    continue
                quoted = ", ".join(self.connection.ops.quote_name(each) for each in names)
                cursor.execute(f"SELECT {quoted} FROM {table}")  # noqa: S608 - our own names
                rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
                found[table] = sorted(rows, key=str)
        return found

    def upgrade(self) -> Apps:
        """Run the migrations that are left, as `migrate` does; returns the models as they are then."""
        executor = MigrationExecutor(self.connection)
        state = executor.migrate(executor.loader.graph.leaf_nodes())
        emit_post_migrate_signal(0, False, ALIAS)
        return state.apps


_VALUES: dict[type[models.Field[Any, Any]], Any] = {
    models.UUIDField: uuid4,
    models.EmailField: lambda: f"{uuid4().hex}@people.example",
    models.SlugField: lambda: uuid4().hex[:10],
    models.URLField: "https://site.example/",
    models.CharField: lambda: uuid4().hex[:2],
    models.TextField: "Сказано / said",
    models.DateTimeField: AT,
    models.DateField: date(2026, 11, 30),
    models.DecimalField: Decimal(1),
    models.BooleanField: False,
    models.JSONField: dict,
    models.IntegerField: 1,
    models.FloatField: 1.0,
    models.BinaryField: b"x",
}


@contextmanager
def database(settings: dict[str, Any]) -> Iterator[None]:
    """Have a second database for a while, and the migrations, without which other tests do."""
    connections.databases[ALIAS] = {**connections.databases["default"], **settings}
    try:
        with override_settings(MIGRATION_MODULES={}):
            yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]
