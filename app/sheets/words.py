WORDS = {
    "sheets.unreadable": ("打不开文件 {file}：{why}", "{file} cannot be opened: {why}"),
    "sheets.empty": ("文件 {file} 是空的", "{file} is empty"),
    "sheets.too_large": (
        "文件 {file} 超过 {most} MB，请分成几个文件",
        "{file} is larger than {most} MB; split it into several files",
    ),
    "sheets.old_excel": (
        "文件 {file} 是旧版 Excel 格式（.xls），请另存为 .xlsx 或 CSV",
        "{file} is in the old Excel format (.xls); save it as .xlsx or CSV",
    ),
    "sheets.bad_encoding": (
        "文件 {file} 的编码认不出来，请另存为 UTF-8",
        "{file} is neither UTF-8 nor GB18030; save it as UTF-8",
    ),
    "sheets.no_header": ("文件 {file} 没有表头", "{file} has no header row"),
    "sheets.no_table": (
        "文件 {file} 是 JSON，这里需要 CSV 或 xlsx",
        "{file} is JSON; a CSV or xlsx is needed here",
    ),
    "sheets.too_wide": ("文件 {file} 超过 {most} 列", "{file} has more than {most} columns"),
    "sheets.too_long": (
        "文件 {file} 超过 {most} 行，请分成几个文件",
        "{file} has more than {most} rows; split it into several files",
    ),
    "sheets.long_line": (
        "文件 {file} 有一行超过 {most} 个字符",
        "{file} has a line of more than {most} characters",
    ),
    "sheets.two_columns": ("文件 {file} 有两列都叫“{column}”", "{file} has two columns called {column}"),
    "sheets.bad_csv": (
        "文件 {file} 第 {row} 行不是正确的 CSV：{why}",
        "{file}, row {row}: not valid CSV: {why}",
    ),
    "sheets.bad_json": (
        "文件 {file} 第 {row} 行不是正确的 JSON：{why}",
        "{file}, line {row}: not valid JSON: {why}",
    ),
    "sheets.bad_xlsx": ("文件 {file} 不是完好的 xlsx", "{file} is not a sound xlsx file"),
    "sheets.zip_bomb": (
        "文件 {file} 解压后过大，拒绝读取",
        "{file} would unpack to far too much and was not read",
    ),
    "sheets.long_cell": ("单元格超过 {most} 个字符", "A cell of more than {most} characters"),
    "sheets.control_character": ("单元格里有控制字符", "A control character in the cell"),
    "sheets.lost_digits": (
        "数字太长，末尾几位已丢失，请把该列设为文本后重新导出",
        "The number has lost its last digits; export the column as text",
    ),
    "sheets.formula": ("单元格是公式，请粘贴为数值", "The cell is a formula; paste it as a value"),
    "sheets.error_cell": ("单元格是错误值 {value}", "The cell holds the error {value}"),
}
