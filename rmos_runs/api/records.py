"""Records of rows that are only read, written faster than one field after the other.

`ModelSerializer` asks each field of each row how to find and to write its value. For
text, numbers, truth and JSON of a model's row that is the value itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers

#: Fields that write what they find, where a model's column has the same type.
_AS_THEY_ARE = (
    serializers.BooleanField,
    serializers.CharField,
    serializers.ChoiceField,
    serializers.FloatField,
    serializers.IntegerField,
    serializers.JSONField,
)


Reader = Callable[[Any, Any], Any]


class FastRecords:
    """Mix into a ModelSerializer whose fields are columns; declared before it.

    A class works out once how its fields are read.
    """

    fields: Any
    _readers_of_class: ClassVar[list[tuple[str, Reader]] | None] = None

    @cached_property
    def _readers(self) -> list[tuple[str, Reader]]:
        known = vars(type(self)).get("_readers_of_class")
        if known is None:
            shown = [field for field in self.fields.values() if not field.write_only]
            known = [(field.field_name, _reader(field)) for field in shown]
            type(self)._readers_of_class = known  # noqa: SLF001 - our own
        return known

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Return the record of a row."""
        return {name: read(self, instance) for name, read in self._readers}


class StoredRecord(serializers.Serializer[Any]):
    """JSON that is stored in the shape that the fields describe: shown without a look at each."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Return the described keys that are there."""
        return {name: instance[name] for name in self._declared_fields if name in instance}


def _reader(field: Any) -> Reader:
    if type(field) in _AS_THEY_ARE and len(field.source_attrs) == 1:
        get = attrgetter(field.source)
        return lambda _serializer, instance: get(instance)
    if isinstance(field, serializers.SerializerMethodField):
        name = field.method_name
        # Of the serializer that is asked: another one has another context.
        return lambda serializer, instance: getattr(serializer, name)(instance)
    if isinstance(getattr(field, "child", None), FastRecords):
        return _list_reader(field)

    def read(_serializer: Any, instance: Any) -> Any:
        value = field.get_attribute(instance)
        return None if value is None else field.to_representation(value)

    return read


def _list_reader(field: Any) -> Reader:
    get, record = attrgetter(field.source), type(field.child)

    def read(serializer: Any, instance: Any) -> list[Any]:
        # With the context of this answer; its class knows its readers already.
        child = record(context=serializer.context)
        rows = get(instance)
        rows = rows.all() if isinstance(rows, models.Manager) else rows
        return [child.to_representation(row) for row in rows]

    return read
