"""Our dataclass is that of the standard library: whatever is asked of a class, both answer alike."""

import copy
import dataclasses
import inspect
import pickle
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, replace
from functools import cached_property
from typing import Any, ClassVar

import pytest

from policy_engine import structure

Decorator = Callable[..., Any]
THEIRS, OURS = dataclasses.dataclass, structure.dataclass


def classes(dataclass: Decorator) -> dict[str, Any]:
    """Make classes of every kind that the package has."""

    @dataclass(frozen=True, slots=True)
    class Point:
        """A point."""

        across: int
        down: int = 0
        unit: ClassVar[str] = "m"
        note: str = field(default="", compare=False, repr=False)
        steps: tuple[int, ...] = field(default_factory=tuple)

        def __post_init__(self) -> None:
            if self.across < 0:
                raise ValueError(self.across)

    @dataclass(frozen=True, slots=True)
    class Deep(Point):
        """A point below the ground."""

        depth: int = 1

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Told(ABC):
        """A base that is told by name."""

        span: int | None = None

        @property
        @abstractmethod
        def message(self) -> str: ...

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Said(Told):
        """A finding."""

        found: str

        @property
        def message(self) -> str:
            return self.found

    @dataclass(frozen=True)
    class Cached:
        """What remembers."""

        text: str

        @cached_property
        def length(self) -> int:
            return len(self.text)

    @dataclass(frozen=True, slots=True, order=True)
    class Ranked:
        """What is ordered."""

        rank: int
        name: str

    @dataclass(frozen=True, eq=False, slots=True)
    class Itself:
        """What is only itself."""

        name: str

    @dataclass(slots=True)
    class State:
        """The state of a pass."""

        found: list[int] = field(default_factory=list)
        last: int = field(init=False)
        kind: str = field(init=False, default="state")

    @dataclass(frozen=True, slots=True, repr=False)
    class Own:
        """What says itself how it is compared and shown."""

        name: str

        def __repr__(self) -> str:
            return f"<{self.name}>"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own) and other.name.casefold() == self.name.casefold()

        def __hash__(self) -> int:
            return hash(self.name.casefold())

    @dataclass(frozen=True, slots=True)
    class Nothing:
        """Nothing at all."""

    return {name: found for name, found in locals().items() if isinstance(found, type)}


MADE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "Point": lambda of: of["Point"](1, steps=(2,)),
    "Deep": lambda of: of["Deep"](1, 2, "three", (4,), 5),
    "Said": lambda of: of["Said"](found="x", span=3),
    "Cached": lambda of: of["Cached"]("text"),
    "Ranked": lambda of: of["Ranked"](1, "one"),
    "Itself": lambda of: of["Itself"]("me"),
    "State": lambda of: with_last(of["State"]([1])),
    "Own": lambda of: of["Own"]("Name"),
    "Nothing": lambda of: of["Nothing"](),
}


def with_last(made: Any) -> Any:
    made.last = 2
    return made


BOTH = [(name, classes(THEIRS), classes(OURS)) for name in MADE]


@pytest.mark.parametrize(("name", "theirs", "ours"), BOTH, ids=list(MADE))
def test_a_class_is_made_alike(name: str, theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    their, our = theirs[name], ours[name]

    def described(cls: Any) -> list[tuple[object, ...]]:
        return [
            (each.name, each.type, each.default, each.default_factory, each.init, each.compare, each.kw_only)
            for each in fields(cls)
        ]

    assert described(our) == described(their)
    assert our.__match_args__ == their.__match_args__
    assert getattr(our, "__slots__", None) == getattr(their, "__slots__", None)
    assert str(inspect.signature(our)) == str(inspect.signature(their))
    assert (our.__qualname__, our.__doc__) == (their.__qualname__, their.__doc__)
    assert (our.__hash__ is None) == (their.__hash__ is None)


@pytest.mark.parametrize(("name", "theirs", "ours"), BOTH, ids=list(MADE))
def test_an_instance_behaves_alike(name: str, theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    their, our = MADE[name](theirs), MADE[name](ours)
    again = MADE[name](ours)
    if name != "State":
        assert name == "Itself" or repr(our) == repr(their)
        assert name == "Itself" or hash(our) == hash(their)
        assert replace(our).__class__ is ours[name]
    else:
        assert (our.found, our.last, our.kind) == ([1], 2, "state")
    assert (our == again) == (their == MADE[name](theirs))
    assert our != their
    assert hasattr(our, "__dict__") == hasattr(their, "__dict__")


def test_a_field_that_is_not_compared_is_neither_compared_nor_shown() -> None:
    for of in (classes(THEIRS), classes(OURS)):
        one, other = of["Point"](1, note="a"), of["Point"](1, note="b")
        assert one == other
        assert hash(one) == hash(other)
        assert "note" not in repr(one)


def test_order_is_that_of_the_fields() -> None:
    for of in (classes(THEIRS), classes(OURS)):
        low, high = of["Ranked"](1, "b"), of["Ranked"](2, "a")
        assert low < high
        assert high >= low
        with pytest.raises(TypeError):
            low < 3  # noqa: B015  the question is what is tested


def test_what_is_frozen_refuses_to_be_changed() -> None:
    for of in (classes(THEIRS), classes(OURS)):
        for made in (of["Point"](1), of["Cached"]("x")):
            name = fields(made)[0].name
            with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
                setattr(made, name, 2)
            with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
                delattr(made, name)


def test_what_is_checked_when_made_is_checked() -> None:
    for of in (classes(THEIRS), classes(OURS)):
        with pytest.raises(ValueError, match="-1"):
            of["Point"](-1)
        with pytest.raises(ValueError, match="-2"):
            replace(of["Deep"](1), across=-2)
        with pytest.raises(TypeError, match="missing 1 required"):
            of["Point"]()
        with pytest.raises(TypeError, match="abstract"):
            of["Told"]()


def test_a_class_that_makes_no_sense_is_refused() -> None:
    for dataclass in (THEIRS, OURS):
        with pytest.raises(TypeError):
            dataclass(type("A", (), {"__annotations__": {"a": int, "b": int}, "a": 1}))
        with pytest.raises(ValueError, match="default_factory"):
            dataclass(type("A", (), {"__annotations__": {"a": list}, "a": []}))
        frozen: Any = dataclass(frozen=True)(type("A", (), {"__annotations__": {"a": int}}))
        with pytest.raises(TypeError):
            dataclass(type("B", (frozen,), {"__annotations__": {"b": int}}))


@structure.dataclass(frozen=True, slots=True)
class _Kept:
    first: int
    second: str = "two"


def test_an_instance_is_copied_and_pickled() -> None:
    made = _Kept(1)
    assert copy.copy(made) == made
    assert copy.deepcopy(made) == made
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301  our own


def test_a_class_of_theirs_may_inherit_from_one_of_ours() -> None:
    @dataclasses.dataclass(frozen=True, slots=True)
    class More(_Kept):
        third: int = 3

    assert More(1) == More(1, "two", 3)
    match More(5):
        case _Kept(5, "two"):
            pass
        case other:
            pytest.fail(repr(other))
