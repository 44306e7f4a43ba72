"""``column IN (these ids)`` with the ids as one parameter: the statement is compiled once for any number of them."""

from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Given(FunctionElement[int]):
    inherit_cache = True
    type = BigInteger()


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Whether the column is one of the ids in the parameter ``name``: a list, thousands if need be."""
    found: ColumnElement[bool] = column.op("IN", is_comparison=True)(_Given(bindparam(name, type_=JSON)))
    return found


@compiles(_Given, "sqlite")
def _in_sqlite(element: _Given, compiler: SQLCompiler, **how: Any) -> str:
    ids = compiler.process(element.clauses, **how)  # the mark of a parameter
    return f"(SELECT value FROM json_each({ids}))"  # noqa: S608


@compiles(_Given, "postgresql")
def _in_postgresql(element: _Given, compiler: SQLCompiler, **how: Any) -> str:
    ids = compiler.process(element.clauses, **how)  # the mark of a parameter
    return f"(SELECT value::bigint FROM json_array_elements_text({ids}))"  # noqa: S608
