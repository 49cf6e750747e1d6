"""`export`: policies in; the bundle, its JSON Schema or a readable form of the IR out, as text."""

import json
from enum import Enum

from policy_engine.ir import canonical, schema
from policy_engine.ir.nodes import Library


class What(Enum):
    """What can be exported of policies."""

    BUNDLE = "bundle"
    IR = "ir"


class Of(Enum):
    """What there is a JSON Schema of."""

    BUNDLE = "bundle"
    DECISION = "decision"


def export(library: Library, what: What) -> str:
    """Give canonical JSON (`bundle`), or the same document indented for reading (`ir`)."""
    text = canonical.to_json(library)
    match what:
        case What.BUNDLE:
            return text
        case What.IR:
            return json.dumps(json.loads(text), ensure_ascii=False, indent=2)


def export_schema(of: Of) -> str:
    """Give a JSON Schema."""
    match of:
        case Of.BUNDLE:
            return schema.schema_text()
        case Of.DECISION:
            return decision_schema()


def decision_schema() -> str:
    """Give the JSON Schema of a decision."""
    from policy_engine.records import Decision  # noqa: PLC0415  only this schema needs pydantic

    return json.dumps(Decision.model_json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
