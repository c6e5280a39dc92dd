WORDS = {
    "serve.port_taken": (
        "端口 {port} 已被占用：请停掉占用它的程序，或换一个端口，例如 make demo PORT=8080",
        "port {port} is in use: stop what uses it, or choose another, e.g. make demo PORT=8080",
    ),
    "serve.needs_postgres": (
        "多个进程需要 PostgreSQL（DATABASE_URL）和 Redis（REDIS_URL）",
        "several workers need PostgreSQL (DATABASE_URL) and Redis (REDIS_URL)",
    ),
    "db.needs_upgrade": (
        "数据库有 {count} 项更新未执行，请先运行 wavecard db upgrade",
        "the database is {count} migration(s) behind: run `wavecard db upgrade` first",
    ),
    "first.title": ("创建第一个管理员", "Make the first admin"),
    "first.name": ("姓名", "Name"),
    "first.pin": ("PIN（4 到 8 位数字）", "PIN (4 to 8 digits)"),
    "first.make": ("创建", "Make"),
    "first.done": ("已创建。工牌号：{badge}", "Done. Your badge is {badge}"),
    "first.next": (
        "下一步：在电脑上运行 wavecard pair，用配对码打开首页，再用工牌和 PIN 登录。",
        "Next: run `wavecard pair`, open the start page with that code, and sign in with badge and PIN.",
    ),
}
