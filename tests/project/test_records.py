"""Dataclasses made by `dq.records` are to all who use them those of the standard decorator."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, field
from typing import Any

import pytest

from dq.records import dataclass


@dataclass(frozen=True, slots=True)
class Cheap:
    """A class with every kind of field that is made cheaply."""

    name: str
    number: int = 0
    parts: list[int] = field(default_factory=list)

    @property
    def doubled(self) -> int:
        """Twice the number."""
        return 2 * self.number


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same."""

    name: str
    number: int = 0
    parts: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sole:
    """A class with one field, and a check of it."""

    value: float

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("below zero")


@dataclass(frozen=True, slots=True)
class Nothing:
    """A class without fields."""


@dataclass(frozen=True, slots=True)
class Own:
    """A class that says itself what is equal."""

    value: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return "own"


@dataclass(frozen=True, slots=True)
class Derived(Sole):
    """A class that derives from another: made by the standard decorator."""

    more: int = 1


@dataclass(frozen=True, slots=True)
class Uncompared:
    """A class with a field out of the ordinary: made by the standard decorator."""

    value: int
    seen: int = field(default=0, compare=False)


def test_fields_parameters_and_text_are_those_of_the_standard_decorator() -> None:
    assert [each.name for each in dataclasses.fields(Cheap)] == [each.name for each in dataclasses.fields(Standard)]
    assert list(inspect.signature(Cheap).parameters) == list(inspect.signature(Standard).parameters)
    assert Cheap.__init__.__annotations__ == Standard.__init__.__annotations__
    assert Cheap.__match_args__ == Standard.__match_args__
    assert repr(Cheap("a", 2)) == repr(Standard("a", 2)).replace("Standard", "Cheap")
    assert dataclasses.asdict(Cheap("a")) == dataclasses.asdict(Standard("a"))
    assert Cheap.__dataclass_params__.frozen  # type: ignore[attr-defined]  # not in typeshed
    assert (repr(Nothing()), Nothing() == Nothing(), hash(Nothing()) == hash(Nothing())) == ("Nothing()", True, True)


def test_equal_fields_of_one_class_are_equal_and_hash_alike() -> None:
    other: Any = Standard("a", 1)
    assert Cheap("a", 1) == Cheap("a", 1) != Cheap("a", 2)
    assert Cheap("a", 1) != other
    assert hash(Sole(1.5)) == hash(Sole(1.5))
    nan = float("nan")
    assert Sole(nan) == Sole(nan)
    with pytest.raises(TypeError, match="unhashable"):
        hash(Cheap("a"))


def test_no_field_is_set_deleted_or_added() -> None:
    each: Any = Cheap("a")
    for name in ("name", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(each, name, 1)
    with pytest.raises(FrozenInstanceError):
        del each.name
    assert not hasattr(each, "__dict__")


def test_defaults_are_made_anew_and_wrong_arguments_refused() -> None:
    assert Cheap("a").parts is not Cheap("a").parts
    given = [1]
    assert Cheap("a", parts=given).parts is given
    make: Any = Cheap
    for arguments in ((), ("a", 1, [], 4)):
        with pytest.raises(TypeError, match="argument"):
            make(*arguments)
    with pytest.raises(ValueError, match="below zero"):
        Sole(-1)


def test_copies_and_pickles_are_equal() -> None:
    each = Cheap("a", 1, [2])
    assert pickle.loads(pickle.dumps(each)) == copy.deepcopy(each) == copy.copy(each) == each  # noqa: S301 - our own
    assert dataclasses.replace(each, number=3) == Cheap("a", 3, [2])
    assert Cheap("a", 4).doubled == 8
    match each:
        case Cheap(name, 1):
            assert name == "a"
        case _:
            pytest.fail("the pattern should match")


def test_methods_that_a_class_defines_itself_stay() -> None:
    assert (Own(1), hash(Own(1)), repr(Own(1))) == (Own(2), 7, "own")


def test_what_is_out_of_the_ordinary_is_made_by_the_standard_decorator() -> None:
    assert Derived(1.0, 2) == Derived(1.0, 2) != Derived(1.0, 3)
    assert Uncompared(1, 2) == Uncompared(1, 3)
    with pytest.raises(FrozenInstanceError):
        Derived(1.0).more = 2  # type: ignore[misc]  # that is what is tried


def test_a_field_without_default_after_one_with_a_default_is_refused() -> None:
    with pytest.raises(TypeError, match="without default"):

        @dataclass(frozen=True, slots=True)
        class Wrong:
            number: int = 0
            name: str  # type: ignore[misc]  # that is what is tried
