"""A suite made ready once for a table, and judged on batch after batch.

For every batch Great Expectations works out anew what each expectation has to ask, which takes it several times as long as asking
and comes to the same wherever the columns are the same. Here its graph of metrics is kept, with the metrics that follow from the
columns alone; every metric that depends on rows is computed by it anew, on every row of every batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import great_expectations.expectations as gxe
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.exceptions import GreatExpectationsError, MetricResolutionError
from great_expectations.validator.validation_graph import ValidationGraph
from great_expectations.validator.validator import ValidationDependencies

from pipelines.validation.gx_duckdb import DuckDBExecutionEngine, staged_tables

_OF_COLUMNS = ("table.columns", "table.column_types")
_OF_COLUMNS_TOO = (".condition", ".unexpected_index_query")  # both are SQL that is still to be asked


class NotExecuted(RuntimeError):
    """Great Expectations could not execute the expectation at this position."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Said:
    """What Great Expectations says about one expectation on one batch; `result` is its own, in the form that was asked for."""

    is_met: bool
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Rule:
    expectation: gxe.Expectation
    needs: ValidationDependencies
    graph: ValidationGraph


@dataclass(frozen=True, slots=True)
class Ready:
    """Expectations on one table, with the graph of all metrics that they need and those that its columns alone decide."""

    batch: Batch
    form: Mapping[str, Any]
    rules: tuple[_Rule, ...]
    graph: ValidationGraph
    of_columns: dict[Any, Any] = field(default_factory=dict)

    @property
    def engine(self) -> DuckDBExecutionEngine:
        return self.batch.data.execution_engine


def ready(table: str, expectations: Sequence[gxe.Expectation], form: Mapping[str, Any]) -> Ready:
    """The expectations on a table of the lent connection, to be judged in a result format. Raises NotExecuted."""
    batch = _batch(table)
    engine = batch.data.execution_engine
    engine.batch_manager.load_batch_list([batch])
    rules = tuple(_rule(at, expectation, batch, form) for at, expectation in enumerate(expectations))
    edges = [edge for rule in rules for edge in rule.graph.edges]
    return Ready(batch, form, rules, ValidationGraph(execution_engine=engine, edges=edges))


def judged(asked: Ready) -> tuple[Said, ...]:
    """What Great Expectations says about the rows that the table has now, in the order of the expectations. Raises NotExecuted."""
    asked.engine.batch_manager.load_batch_list([asked.batch])
    metrics = _metrics(asked)
    return tuple(_said(at, rule, metrics, asked.engine) for at, rule in enumerate(asked.rules))


def _batch(table: str) -> Batch:
    source = staged_tables()
    if table not in source.get_asset_names():
        source.add_table_asset(table, table_name=table).add_batch_definition_whole_table("rows")
    return source.get_asset(table).get_batch_definition("rows").get_batch()


def _rule(at: int, expectation: gxe.Expectation, batch: Batch, form: Mapping[str, Any]) -> _Rule:
    """One expectation of the batch with the metrics that it needs."""
    configuration, engine = expectation.configuration, batch.data.execution_engine
    configuration.kwargs["batch_id"] = batch.id
    of_batch, runtime = configuration.to_domain_obj(), {"result_format": dict(form)}
    try:
        needs = of_batch.get_validation_dependencies(execution_engine=engine, runtime_configuration=runtime)
        graph = ValidationGraph(execution_engine=engine)
        for metric in needs.get_metric_configurations():
            graph.build_metric_dependency_graph(metric, runtime)
    except GreatExpectationsError as error:
        raise NotExecuted(at, str(error)) from error
    return _Rule(of_batch, needs, graph)


def _metrics(asked: Ready) -> dict[Any, Any]:
    """Every metric of the graph by its id."""
    metrics, runtime = dict(asked.of_columns), {"result_format": dict(asked.form), "catch_exceptions": False}
    try:
        # Beside `resolve`, which would begin with nothing.
        asked.graph._resolve(metrics, runtime, show_progress_bars=False)
    except MetricResolutionError as error:
        raise NotExecuted(_first_that_needs(asked, {metric.id for metric in error.failed_metrics}), str(error)) from error
    asked.of_columns.update(_decided_by_columns(metrics))
    return metrics


def _first_that_needs(asked: Ready, failed: set[Any]) -> int:
    needed = ({edge.left.id for edge in rule.graph.edges} for rule in asked.rules)
    return next(at for at, ids in enumerate(needed) if ids & failed)


def _decided_by_columns(metrics: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    for id_, value in metrics.items():
        if id_.metric_name in _OF_COLUMNS or id_.metric_name.endswith(_OF_COLUMNS_TOO):
            yield id_, value


def _said(at: int, rule: _Rule, metrics: Mapping[Any, Any], engine: DuckDBExecutionEngine) -> Said:
    provided = {name: metrics[metric.id] for name, metric in rule.needs.metric_configurations.items()}
    runtime = {"result_format": dict(rule.needs.result_format)}
    try:
        said = rule.expectation._validate(metrics=provided, runtime_configuration=runtime, execution_engine=engine)
    except (ArithmeticError, LookupError, TypeError, ValueError, GreatExpectationsError) as error:
        raise NotExecuted(at, str(error)) from error
    return Said(bool(said["success"]), said.get("result", {}))
