"""What the platform keeps about its own work: loads, files, validation results, refused rows."""

from __future__ import annotations

from assay.contracts.column import Column, Contract
from assay.text import Text

FILE_STATES = {
    "loaded": Text("已入库", "Loaded"),
    "refused": Text("整份拒收", "Refused as a whole"),
    "unchanged": Text("已载入过", "Loaded before"),
}
_FILE = Column("source_file_id", "text", Text("来源文件", "Source file"), required=True)
_ROW = Column("source_row", "integer", Text("来源行号", "Line in the file"), required=True)
_LOAD = Column("load_id", "text", Text("载入批次", "Load"), required=True)
_TABLE = Column("table_name", "text", Text("表", "Table"), required=True)

LOADS = Contract(
    "loads",
    Text("载入批次", "Loads"),
    Text("每次载入一行。", "One row per load."),
    (
        _LOAD,
        Column("started_at", "moment", Text("开始时间", "Started"), required=True),
        Column("finished_at", "moment", Text("结束时间", "Finished"), required=True),
        Column("as_of", "moment", Text("数据截至", "Data up to")),
        Column("seconds", "text", Text("各步用时（JSON）", "Seconds per step, as JSON")),
    ),
    ("load_id",),
    kind="record",
)
FILES = Contract(
    "files",
    Text("文件", "Files"),
    Text("每份收到的文件（或工作表）一行。", "One row per file, or sheet of a workbook, that came in."),
    (
        _FILE,
        _LOAD,
        Column("name", "text", Text("文件名", "File name"), required=True),
        Column("sheet", "text", Text("工作表", "Sheet")),
        Column("table_name", "text", Text("表", "Table")),
        Column("sha256", "text", Text("内容摘要", "SHA-256 of the content"), required=True),
        Column("encoding", "text", Text("编码", "Encoding")),
        Column("state", "text", Text("处理结果", "What became of it"), required=True, words=FILE_STATES),
        Column("message_zh", "text", Text("说明（中文）", "Message in Chinese")),
        Column("message_en", "text", Text("说明（英文）", "Message in English")),
        Column("rows_read", "integer", Text("读取行数", "Rows read"), required=True),
        Column("rows_accepted", "integer", Text("接受行数", "Rows accepted"), required=True),
        Column("rows_quarantined", "integer", Text("隔离行数", "Rows quarantined"), required=True),
        Column("rows_unchanged", "integer", Text("无变化行数", "Rows that changed nothing"), required=True),
        Column("loaded_at", "moment", Text("载入时间", "Loaded"), required=True),
    ),
    ("source_file_id", "load_id"),
    kind="record",
)
VALIDATIONS = Contract(
    "validations",
    Text("校验结果", "Validation results"),
    Text("每份文件每条校验一行。", "One row per file and check."),
    (
        _LOAD,
        _FILE,
        _TABLE,
        Column("reason", "text", Text("校验", "Check"), required=True),
        Column("columns", "text", Text("列", "Columns"), required=True),
        Column("expectation", "text", Text("Great Expectations 规则", "Great Expectations rule"), required=True),
        Column("rows_tested", "integer", Text("受检行数", "Rows tested"), required=True),
        Column("unexpected", "integer", Text("不符行数", "Unexpected rows"), required=True),
        Column("examples", "text", Text("示例（JSON）", "Examples, as JSON")),
        Column("seconds", "number", Text("整批用时（秒）", "Seconds for the whole batch"), required=True),
    ),
    ("load_id", "source_file_id", "reason", "columns"),
    kind="record",
)
QUARANTINE = Contract(
    "quarantine",
    Text("隔离区", "Quarantine"),
    Text("未通过校验的行，原样保留。", "Rows that broke a check, kept as they came."),
    (
        _FILE,
        _ROW,
        _LOAD,
        _TABLE,
        Column("vendor_id", "text", Text("供应商（如所写）", "Vendor, as written")),
        Column("site_id", "text", Text("站点（如所写）", "Site, as written")),
        Column("service", "text", Text("服务类别（如所写）", "Service, as written")),
        Column("record", "text", Text("原始内容（JSON）", "The row as it came, as JSON"), required=True, is_personal=True),
    ),
    ("source_file_id", "source_row"),
    kind="record",
)
QUARANTINE_REASONS = Contract(
    "quarantine_reasons",
    Text("隔离原因", "Reasons for quarantine"),
    Text("每一被隔离行的每个原因一行。", "One row per refused row and reason."),
    (
        _FILE,
        _ROW,
        Column("reason", "text", Text("原因", "Reason"), required=True),
        Column("columns", "text", Text("列", "Columns"), required=True),
        Column("value", "text", Text("所写的值", "The value as written"), is_personal=True),
    ),
    ("source_file_id", "source_row", "reason", "columns"),
    kind="record",
)
RECORDS = (LOADS, FILES, VALIDATIONS, QUARANTINE, QUARANTINE_REASONS)
