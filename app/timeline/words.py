WORDS = {
    "db.unknown_url": (
        "DATABASE_URL 必须以 sqlite:/// 或 postgresql:// 开头，现在是 {scheme}",
        "DATABASE_URL must start with sqlite:/// or postgresql://, not {scheme}",
    ),
    "config.no_number": (
        "{name} 必须是 0 到 {most} 之间的整数，现在是“{value}”",
        "{name} must be a whole number from 0 to {most}, not “{value}”",
    ),
    "db.old_sqlite": (
        "SQLite {version} 可能丢失已提交的数据，请安装 apsw 3.53 或更新版本",
        "SQLite {version} can lose committed data; install apsw 3.53 or newer",
    ),
    "life.no_move": (
        "当前状态（{thing}：{state}）不能执行“{action}”，请刷新后再看",
        "A {state} {thing} cannot {action}; look at the screen again",
    ),
    "life.stale": (
        "别人刚刚改动了它，请看新的画面",
        "Somebody else has just changed this; look at the new screen",
    ),
}
