"""Going through a syntax tree: a node in; its parts with their places out, or the tree with a part exchanged.

A place is a path of fields from the root, so that equal nodes in two places are told apart.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeAlias, TypeVar, cast

from policy_engine.syntax import ast

Step: TypeAlias = tuple[str, int | None]
"""A field, and the position in it where it is a tuple."""

Path: TypeAlias = tuple[Step, ...]

_Tree = TypeVar("_Tree", bound=ast.Node)


def parts(node: ast.Node) -> Iterator[tuple[Step, ast.Node]]:
    """Give the nodes directly inside one, in the order of its fields, with the step that leads to each."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, ast.Node):
            yield (field.name, None), value
        elif isinstance(value, tuple):
            yield from (
                ((field.name, index), each) for index, each in enumerate(value) if isinstance(each, ast.Node)
            )


def descend(node: ast.Node, path: Path = ()) -> Iterator[tuple[Path, ast.Node]]:
    """Go through a tree, outer nodes before inner ones, each with its path."""
    yield path, node
    for step, part in parts(node):
        yield from descend(part, (*path, step))


def at(tree: ast.Node, path: Path) -> ast.Node:
    """Give the node at a path."""
    for name, index in path:
        value = getattr(tree, name)
        tree = value if index is None else value[index]
    return tree


def put(tree: _Tree, path: Path, node: ast.Node | None) -> _Tree:
    """Give the tree with another node at a path; None takes one away from the tuple it stands in."""
    if not path:
        return cast("_Tree", node)
    (name, index), rest = path[0], path[1:]
    value = getattr(tree, name)
    if index is None:
        return _exchanged(tree, name, put(value, rest, node))
    inner = () if node is None and not rest else (put(value[index], rest, node),)
    return _exchanged(tree, name, (*value[:index], *inner, *value[index + 1 :]))


def _exchanged(tree: _Tree, name: str, value: object) -> _Tree:
    change: dict[str, Any] = {name: value}
    return replace(tree, **change)
