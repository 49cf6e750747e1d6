"""The JSON Schema (2020-12) of the bundle, read off the shapes of the IR.

It says what `canonical.from_json` accepts, but for what a schema cannot say: that labels are ones the law
writes, and how deep objects may stand inside one another. A union of nodes is a chain of `if`, because a
validator that tried every member in full would take time exponential in the depth of a condition.
"""

import json
from typing import TypeAlias

from policy_engine.ir.canonical import SCHEMA_VERSION
from policy_engine.ir.nodes import Library
from policy_engine.ir.shapes import (
    Choice,
    Flag,
    Many,
    OneOf,
    Optional,
    Record,
    Row,
    Shape,
    Whole,
    Words,
    fields_of,
    record_name,
    records_of,
    unions_of,
)

Schema: TypeAlias = "dict[str, Schema] | list[Schema] | str | int | bool"


def bundle_schema() -> dict[str, Schema]:
    """Give the schema of the bundle as a JSON value."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Bundle of policy-engine",
        "description": "A checked library of instruments, as written by `policy-engine export ir`.",
        **_object(
            {
                "library": _reference(Record(Library, None)),
                "schema_version": {"const": SCHEMA_VERSION},
                "tool": _object({"name": {"type": "string"}, "version": {"type": "string"}}),
            }
        ),
        "$defs": {
            **{record_name(record): _record(record) for record in records_of(Library)},
            **{union.name: _union(union) for union in unions_of(Library)},
        },
    }


def schema_text() -> str:
    """Give the schema as it is published: two spaces of indentation, keys sorted."""
    return json.dumps(bundle_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _record(record: Record) -> dict[str, Schema]:
    properties = {field.name: _schema(field.shape) for field in fields_of(record.cls)}
    if record.tag is not None:
        properties["node"] = {"const": record.tag}
    described = _object(properties)
    summary = (record.cls.__doc__ or "").strip().partition("\n")[0]
    return {"description": summary, **described}


def _object(properties: dict[str, Schema]) -> dict[str, Schema]:
    return {
        "type": "object",
        "properties": properties,
        "required": [*sorted(properties)],
        "additionalProperties": False,
    }


def _reference(record: Record) -> dict[str, Schema]:
    return {"$ref": f"#/$defs/{record_name(record)}"}


def _schema(shape: Shape) -> Schema:
    match shape:
        case Whole(low, high):
            return {"type": "integer", "minimum": low, "maximum": high}
        case Flag():
            return {"type": "boolean"}
        case Words():
            return {"type": "string"}
        case Choice(_, values):
            return {"enum": [*values]}
        case Many(item, True):
            return {"type": "array", "items": _schema(item), "uniqueItems": True}
        case Many(item, _):
            return {"type": "array", "items": _schema(item)}
        case Row(items):
            places: list[Schema] = [_schema(item) for item in items]
            return {"type": "array", "prefixItems": places, "items": False, "minItems": len(items)}
        case Optional(inner):
            return {"anyOf": [{"type": "null"}, _schema(inner)]}
        case Record():
            return _reference(shape)
        case OneOf(name, _, _):
            return {"$ref": f"#/$defs/{name}"}


def _union(union: OneOf) -> dict[str, Schema]:
    if not union.scalars:
        return _tagged(union.records)
    plain: list[Schema] = [_schema(scalar) for scalar in union.scalars]
    return {"if": {"type": "object"}, "then": _tagged(union.records), "else": {"anyOf": plain}}


def _tagged(records: tuple[Record, ...]) -> dict[str, Schema]:
    tags: list[Schema] = [record_name(record) for record in records]
    chain: list[Schema] = [
        {
            "if": {"required": ["node"], "properties": {"node": {"const": record_name(record)}}},
            "then": _reference(record),
        }
        for record in records
    ]
    return {
        "type": "object",
        "required": ["node"],
        "properties": {"node": {"enum": tags}},
        "allOf": chain,
    }
