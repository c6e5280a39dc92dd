"""What of a peewee query decides its text, and what it is asked with, in the order of the text.

A shape is everything but the values; of these it keeps the kind alone. A query with a part that is not told
here is Untold, and left to peewee.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import peewee

from app.rows import Rows
from app.tables import Table

MANY = (list, tuple, set, frozenset)
PLAIN = {bool, int, float, str, datetime, date, dict, list, tuple}
PARTS = ("_cte_list", "_windows", "_for_update", "_lateral", "_distinct")
IGNORE = peewee.OnConflict("IGNORE").__dict__
Values = list[Any]
Tell = Callable[[Any, Values], Any]


class Untold(Exception):
    """This query has a part that its shape does not tell."""


def shape_of(node: Any, values: Values) -> Any:
    """The shape of a query or a part of one; what it is asked with goes into `values`."""
    tell = TOLD.get(type(node))
    if tell is None:
        tell = TOLD[type(node)] = _find(node)
    return tell(node, values)


def _find(node: Any) -> Tell:
    """A field by whatever class; a model, or a row, by its own."""
    if isinstance(node, peewee.Field) and not isinstance(node, peewee.FieldAlias):
        return _by_identity
    if isinstance(node, type) and issubclass(node, Table):
        return _source
    if isinstance(node, Table) or type(node) in PLAIN:
        return _value
    return _untold


def _untold(node: Any, values: Values) -> Any:
    raise Untold


def _by_identity(node: Any, values: Values) -> Any:
    return id(node)


def _source(model: Any, values: Values) -> Any:
    if model._meta.table._alias:
        raise Untold
    return id(model)


def _value(value: Any, values: Values) -> Any:
    values.append(value)
    return type(value)


def _several(nodes: Any, values: Values) -> Any:
    return tuple(shape_of(node, values) for node in nodes or ())


def _select(query: Any, values: Values) -> Any:
    told = query.__dict__
    if any(told.get(name) for name in PARTS):
        raise Untold
    columns = "*" if told.get("_is_default") else _several(query._returning, values)
    head = type(query), columns, query._alias, query._simple_distinct, _several(query._from_list, values)
    return (*head, *_rest(query, values, ("_where",)), *_ordered(query, values))


def _rest(query: Any, values: Values, names: tuple[str, ...]) -> Any:
    return tuple(
        shape_of(part, values) if (part := getattr(query, name)) is not None else 0 for name in names
    )


def _ordered(query: Any, values: Values) -> Any:
    grouped = _several(query._group_by, values), *_rest(query, values, ("_having",))
    ordered = _several(query._order_by, values)
    paged = [number for number in (query._limit, query._offset) if number is not None]
    if any(type(number) is not int for number in paged):
        raise Untold
    values.extend(paged)
    return grouped, ordered, query._limit is None, query._offset is None


def _join(join: Any, values: Values) -> Any:
    sides = shape_of(join.lhs, values), join.join_type, shape_of(join.rhs, values)
    return (*sides, join._alias, *_rest(join, values, ("_on",)))


def _expression(node: Any, values: Values) -> Any:
    head = node.op, node.flat, shape_of(node.lhs, values)
    asked = node.rhs
    if asked is None:
        return (*head, None)
    if type(asked) in MANY:
        if not all(type(one) in PLAIN for one in asked):
            raise Untold
        values.extend(asked)
        return (*head, len(asked), frozenset(map(type, asked)))
    return (*head, shape_of(asked, values))


def _function(node: Any, values: Values) -> Any:
    if node._filter is not None or node._order_by:
        raise Untold
    return node.name, node._coerce, _several(node.arguments, values)


def _wrapped(node: Any, values: Values) -> Any:
    return type(node), node._coerce, shape_of(node.node, values), getattr(node, "_alias", None)


def _ordering(node: Any, values: Values) -> Any:
    if node.nulls:
        raise Untold
    return shape_of(node.node, values), node.direction, node.collation


def _listed(node: Any, values: Values) -> Any:
    return node.glue, node.parens, _several(node.nodes, values)


def _raw(node: Any, values: Values) -> Any:
    values.extend(node.params or ())
    return "sql", node.sql, len(node.params or ())


def _update(query: Any, values: Values) -> Any:
    if query._from or query._order_by or query._limit is not None or query._cte_list:
        raise Untold
    changes = sorted(query._update.items(), key=lambda change: change[0]._sort_key)
    told = tuple((id(field), _given(value, values)) for field, value in changes)
    return type(query), id(query.model), told, *_rest(query, values, ("_where",)), _returned(query, values)


def _given(value: Any, values: Values) -> Any:
    """What a column is set to: any plain data, a row, or an expression."""
    if isinstance(value, peewee.Node) and not isinstance(value, peewee.Model):
        return shape_of(value, values)
    values.append(value)
    return "?"


def _returned(query: Any, values: Values) -> Any:
    return _several(query._returning, values)


def _delete(query: Any, values: Values) -> Any:
    if query._order_by or query._limit is not None or query._cte_list:
        raise Untold
    return type(query), id(query.model), *_rest(query, values, ("_where",)), _returned(query, values)


def _insert(query: Any, values: Values) -> Any:
    rows = [query._insert] if isinstance(query._insert, dict) else query._insert
    conflict = query._on_conflict
    known = conflict is None or conflict.__dict__ == IGNORE
    if not known or query._columns or query._cte_list or not isinstance(rows, list) or not rows:
        raise Untold
    columns = _columns_of(query.model, rows[0])
    for row in rows:
        if row.keys() != rows[0].keys():
            raise Untold
        values.extend(_given_row(row, columns))
    head = type(query), id(query.model), isinstance(query._insert, dict), len(rows), conflict is None
    return (*head, tuple(id(field) for field, _, _ in columns), _returned(query, values))


def _columns_of(model: Any, row: Any) -> list[tuple[Any, Any, Any]]:
    """Fields, what the row calls them (None: it does not name them), and what they are else."""
    combined, defaults = model._meta.combined, model._meta.defaults
    found = {combined[key] if isinstance(key, str) else key: key for key in row}
    named = [(field, key, None) for field, key in found.items()]
    named += [(field, None, default) for field, default in defaults.items() if field not in found]
    return sorted(named, key=lambda column: column[0]._sort_key)


def _given_row(row: Any, columns: list[tuple[Any, Any, Any]]) -> list[Any]:
    given = [
        row[key] if key is not None else default() if callable(default) else default
        for _, key, default in columns
    ]
    if any(isinstance(value, peewee.Node) and not isinstance(value, peewee.Model) for value in given):
        raise Untold
    return given


TOLD: dict[type, Tell] = {
    Rows: _select,
    peewee.ModelSelect: _select,
    peewee.Select: _select,
    peewee.ModelUpdate: _update,
    peewee.ModelInsert: _insert,
    peewee.ModelDelete: _delete,
    peewee.Join: _join,
    peewee.Expression: _expression,
    peewee.Function: _function,
    peewee.Alias: _wrapped,
    peewee.Negated: _wrapped,
    peewee.Ordering: _ordering,
    peewee.NodeList: _listed,
    peewee.SQL: _raw,
}
