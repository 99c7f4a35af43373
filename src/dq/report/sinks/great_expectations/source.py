"""The archive as Great Expectations sees it: one data source, one asset a partition.

A result is filed under (suite, run, batch): several definitions on one asset and suite would overwrite each other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Literal

from dq.report.sinks.great_expectations.execution import RulesExecutionEngine
from dq.report.sinks.great_expectations.private_api import (
    Batch,
    BatchRequest,
    DataAsset,
    Datasource,
    IDDict,
    LegacyBatchDefinition,
    PathBatchSpec,
    make_batch_identifier,
)

WHOLE_PARTITION = "all"
"""Name of every asset's one batch definition."""


class ArchivePartition(DataAsset):
    """The reports of one year.

    Parameters: `path` the archive's folder, absolute or relative to the context's folder; `year` the partition.
    """

    type: Literal["dq_archive_partition"] = "dq_archive_partition"
    path: str
    year: int

    def test_connection(self) -> None:
        """Raise FileNotFoundError where the archive is not there."""
        if not self.folder.is_dir():
            raise FileNotFoundError(f"没有这个档案库: {self.folder}")

    def get_batch_parameters_keys(self, partitioner: object = None) -> tuple[str, ...]:
        """None: the asset is its one batch."""
        return ()

    def get_batch_identifiers_list(self, batch_request: Any) -> list[Any]:
        """The one batch's identifiers."""
        return [IDDict(batch_request.options)]

    def build_batch_request(
        self,
        options: dict[str, Any] | None = None,
        batch_slice: object = None,
        partitioner: object = None,
    ) -> Any:
        """A request for the one batch."""
        return BatchRequest(datasource_name=self.datasource.name, data_asset_name=self.name, options=options or {})

    def get_batch(self, batch_request: Any) -> Any:
        """The partition; nothing is read yet."""
        spec = PathBatchSpec(path=str(self.folder), reader_method="dq.archive", data_asset_name=self.name)
        spec["year"] = self.year
        data, markers = self.datasource.get_execution_engine().get_batch_data_and_markers(spec)
        return Batch(
            datasource=self.datasource,
            data_asset=self,
            batch_request=batch_request,
            data=data,
            batch_markers=markers,
            batch_spec=spec,
            metadata=self._get_batch_metadata_from_batch_request(batch_request),
            batch_definition=LegacyBatchDefinition(
                datasource_name=self.datasource.name,
                data_connector_name="fluent",
                data_asset_name=self.name,
                batch_identifiers=make_batch_identifier(batch_request.options),
            ),
        )

    @property
    def folder(self) -> Path:
        """The archive's folder."""
        context = self.datasource.data_context
        return Path(context.root_directory, self.path) if context else Path(self.path)


class ArchiveDatasource(Datasource):
    """An archive of reports. Its metaclass adds `context.data_sources.add_dq_archive`.

    Parameters: as `Terms.stored` gives them; Great Expectations hands them to the execution engine.
    """

    asset_types: ClassVar[Any] = [ArchivePartition]
    type: Literal["dq_archive"] = "dq_archive"
    assets: list[ArchivePartition] = []
    language: str = "zh"
    waivers: list[dict[str, Any]] = []
    successions: list[dict[str, Any]] = []
    units: list[dict[str, Any]] = []

    @property
    def execution_engine_type(self) -> Any:
        """Rules are evaluated by our own engine."""
        return RulesExecutionEngine

    def test_connection(self, test_assets: bool = True) -> None:  # noqa: FBT001, FBT002 - the library's signature
        """Raise FileNotFoundError where an asset's archive is not there."""
        if test_assets:
            for asset in self.assets:
                asset.test_connection()
