"""The `dataclass` of the standard library, made in a fifth of the time: an annotated class in, the same class out.

The program has some eight hundred of them, and to make them took a third of every run that checks one edited file:
the standard library compiles six functions for each. Here what can be shared is shared, `__init__` is compiled when
a class is first used, and a slot is set by its descriptor. What a class can do is the same (`fields`, `replace`,
`match`, hashing, pickling), and a test compares the two. Only the options that this package uses are there.
"""

import abc
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from types import MemberDescriptorType, SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, get_origin

if TYPE_CHECKING:
    # Readers of types know one dataclass.
    from dataclasses import dataclass as dataclass  # noqa: PLC0414
else:

    def dataclass(
        cls: type | None = None,
        /,
        *,
        frozen: bool = False,
        slots: bool = False,
        kw_only: bool = False,
        eq: bool = True,
        order: bool = False,
        repr: bool = True,  # noqa: A002  as the standard library calls it
    ) -> type | Callable[[type], type]:
        """Make a dataclass of a class, with the meaning these options have in the standard library."""
        given = SimpleNamespace(
            init=True, repr=repr, eq=eq, order=order, unsafe_hash=False, frozen=frozen, slots=slots
        )
        return (
            (lambda late: _made(late, given, kw_only=kw_only))
            if cls is None
            else _made(cls, given, kw_only=kw_only)
        )


_FIELDS, _PARAMS = "__dataclass_fields__", "__dataclass_params__"


@dataclasses.dataclass
class _Sample:
    field: list[int] = dataclasses.field(default_factory=list)


_KIND: object = dataclasses.fields(_Sample)[0]._field_type  # type: ignore[attr-defined]  # noqa: SLF001
"""By which the standard library knows a field from a class variable."""
_LEFT_OUT: object = (_Sample.__init__.__defaults__ or ())[0]
"""By which it knows that an argument was left out whose default is made each time."""


def _made(cls: Any, given: SimpleNamespace, *, kw_only: bool) -> Any:
    fields: dict[str, Any] = {}
    for base in cls.__mro__[-1:0:-1]:
        inherited = base.__dict__.get(_FIELDS)
        if inherited:
            if getattr(base, _PARAMS).frozen != given.frozen:
                raise TypeError(
                    f"{cls.__qualname__} and {base.__qualname__} are frozen together or not at all"
                )
            fields.update(inherited)
    own = {each.name: each for each in _own_fields(cls, kw_only=kw_only)}
    fields.update(own)
    cls = _with_slots(cls, fields) if given.slots else _with_defaults(cls, own.values())
    setattr(cls, _FIELDS, fields)
    setattr(cls, _PARAMS, given)
    every = tuple(fields.values())
    _check_order(cls, every)
    places = tuple(each.name for each in every if each.init and not each.kw_only)
    cls.__match_args__ = places  # type: ignore[misc]  # mypy lets a class body alone say it
    here = cls.__dict__
    if "__init__" not in here:
        cls.__init__ = _Later("__init__", lambda: _initialiser(cls, every, given))
    if given.repr and "__repr__" not in here:
        cls.__repr__ = _representation(tuple(each.name for each in every if each.repr))
    if given.eq:
        _compare(cls, _values(tuple(each.name for each in every if each.compare)), given)
    if given.frozen:
        cls.__setattr__, cls.__delattr__ = _refuse_to_set, _refuse_to_delete
        if given.slots and "__getstate__" not in here:
            names = tuple(fields)
            cls.__getstate__ = _getter(_values(names))
            cls.__setstate__ = _Later("__setstate__", lambda: _restorer(cls, names))
    return abc.update_abstractmethods(cls)


# Fields


def _own_fields(cls: Any, *, kw_only: bool) -> Iterator[Any]:
    here = cls.__dict__
    for name, annotation in here.get("__annotations__", {}).items():
        if (
            annotation is ClassVar
            or get_origin(annotation) is ClassVar
            or (isinstance(annotation, str) and annotation.startswith("ClassVar"))
        ):
            continue
        default = here.get(name, MISSING)
        if isinstance(default, MemberDescriptorType):
            default = MISSING
        made: Any = default if isinstance(default, Field) else dataclasses.field(default=default)
        if made.default is not MISSING and type(made.default).__hash__ is None:
            raise ValueError(
                f"the default of {cls.__qualname__}.{name} can be changed; give a default_factory"
            )
        made.name, made.type, made._field_type = name, annotation, _KIND  # noqa: SLF001
        if made.kw_only is MISSING:
            made.kw_only = kw_only
        yield made


def _check_order(cls: Any, fields: Sequence[Any]) -> None:
    optional = False
    for each in fields:
        if each.init and not each.kw_only:
            has_default = each.default is not MISSING or each.default_factory is not MISSING
            if optional and not has_default:
                raise TypeError(f"{cls.__qualname__}.{each.name} without a default follows one that has one")
            optional = has_default


def _with_defaults(cls: Any, fields: Iterable[Any]) -> Any:
    for each in fields:
        if isinstance(cls.__dict__.get(each.name), Field):
            if each.default is MISSING:
                delattr(cls, each.name)
            else:
                setattr(cls, each.name, each.default)
    return cls


def _with_slots(cls: Any, fields: dict[str, Any]) -> Any:
    """Give the class again with slots, which a class can only have from its beginning."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__qualname__} has slots of its own")
    inherited: set[str] = set()
    for base in cls.__mro__[1:-1]:
        slots = base.__dict__.get("__slots__", ())
        inherited.update((slots,) if isinstance(slots, str) else slots)
    body = dict(cls.__dict__)
    for name in (*fields, "__dict__", "__weakref__"):
        body.pop(name, None)
    body["__slots__"] = tuple(name for name in fields if name not in inherited)
    name = cls.__qualname__
    cls = type(cls)(cls.__name__, cls.__bases__, body)
    cls.__qualname__ = name
    return cls


# Methods that are the same for all


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Give the function that takes the values of some fields."""
    match names:
        case ():
            return lambda _: ()
        case (name,):
            one = attrgetter(name)
            return lambda found: (one(found),)
        case _:
            return attrgetter(*names)


def _compare(cls: Any, values: Callable[[Any], tuple[Any, ...]], given: SimpleNamespace) -> None:
    here = cls.__dict__
    has_hash = "__hash__" in here and not (here["__hash__"] is None and "__eq__" in here)
    if "__eq__" not in here:

        def __eq__(self: Any, other: Any) -> Any:  # noqa: N807
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        cls.__eq__ = __eq__
    if not has_hash:
        cls.__hash__ = (lambda self: hash(values(self))) if given.frozen else None
    if given.order:
        for name in ("__lt__", "__le__", "__gt__", "__ge__"):
            setattr(cls, name, _ordering(values, getattr(tuple, name)))


def _ordering(
    values: Callable[[Any], tuple[Any, ...]], compare: Callable[[Any, Any], Any]
) -> Callable[[Any, Any], Any]:
    return lambda self, other: (
        compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented
    )


def _representation(names: Sequence[str]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:  # noqa: N807
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({shown})"

    return __repr__


def _getter(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda self: values(self)  # noqa: PLW0108  a method must be a function, which `attrgetter` is not


def _refuse_to_set(_: Any, name: str, __: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


# Methods that are compiled


class _Later:
    """A method that is compiled when it is first asked for, and then takes its own place."""

    def __init__(self, name: str, make: Callable[[], Callable[..., None]]) -> None:
        self._name, self._make = name, make
        self._owner: Any = None

    def __get__(self, instance: Any, owner: Any) -> Any:
        method = self._make()
        for each in owner.__mro__:
            if each.__dict__.get(self._name) is self:
                setattr(each, self._name, method)
        return method if instance is None else method.__get__(instance, owner)


def _initialiser(cls: Any, fields: Sequence[Any], given: SimpleNamespace) -> Callable[..., None]:
    space: dict[str, Any] = {"_left_out": _LEFT_OUT}
    places: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    for each in fields:
        name, made = each.name, f"_make_{each.name}()"
        if each.default_factory is not MISSING:
            space[f"_make_{name}"] = each.default_factory
        if each.init:
            parameter = name
            if each.default is not MISSING:
                space[f"_default_{name}"] = each.default
                parameter += f"=_default_{name}"
            elif each.default_factory is not MISSING:
                parameter += "=_left_out"
                lines.append(f"if {name} is _left_out: {name} = {made}")
            (named if each.kw_only else places).append(parameter)
        elif each.default_factory is not MISSING:
            lines.append(f"{name} = {made}")
        elif each.default is not MISSING and given.slots:
            # Without slots the class itself holds it.
            space[f"_default_{name}"] = each.default
            lines.append(f"{name} = _default_{name}")
        else:
            continue
        lines.append(_set(cls, name, space) if given.frozen else f"self.{name} = {name}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    return _compiled("__init__", [*places, *(["*", *named] if named else [])], lines, cls, space)


def _restorer(cls: Any, names: Sequence[str]) -> Callable[..., None]:
    space: dict[str, Any] = {}
    unpacked = [f"{', '.join(names)}, = state"] if names else []
    return _compiled(
        "__setstate__", ["state"], [*unpacked, *(_set(cls, name, space) for name in names)], cls, space
    )


def _set(cls: Any, name: str, space: dict[str, Any]) -> str:
    """Write the line that sets a field past the refusal: by its slot where it has one."""
    for each in cls.__mro__:
        slot = each.__dict__.get(name)
        if isinstance(slot, MemberDescriptorType):
            space[f"_set_{name}"] = slot.__set__
            return f"_set_{name}(self, {name})"
    space["_set"] = object.__setattr__
    return f"_set(self, {name!r}, {name})"


def _compiled(
    name: str, parameters: Iterable[str], lines: Sequence[str], cls: Any, space: dict[str, Any]
) -> Callable[..., None]:
    body = "".join(f"  {line}\n" for line in lines or ("pass",))
    exec(f"def {name}({', '.join(('self', *parameters))}):\n{body}", space)  # noqa: S102  made of names of fields
    made: Any = space[name]
    made.__qualname__ = f"{cls.__qualname__}.{name}"
    made.__module__ = cls.__module__
    made.__annotations__ = {
        each.name: each.type for each in getattr(cls, _FIELDS).values() if each.init and name == "__init__"
    } | {"return": None}
    return made  # type: ignore[no-any-return]
