WORDS = {
    "serve.port_taken": (
        "端口 {port} 已被占用：请停掉占用它的程序，或换一个端口，例如 make demo PORT=8080",
        "port {port} is in use: stop what uses it, or choose another, e.g. make demo PORT=8080",
    ),
    "serve.needs_postgres": (
        "多个进程需要 PostgreSQL（DATABASE_URL）和 Redis（REDIS_URL）",
        "several workers need PostgreSQL (DATABASE_URL) and Redis (REDIS_URL)",
    ),
    "pair.url": (
        "“{url}”不是网址：请以 http:// 或 https:// 开头",
        "{url} is no address: begin with http:// or https://",
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
    "install.title": ("让这台设备信任 Wavecard", "Trust Wavecard on this device"),
    "install.text": (
        "只需一次。之后断网也能打开，摄像头和屏幕常亮可用。这个证书只对仓库内网地址有效。",
        "Once. Then the app opens offline, and camera and a lit screen work. "
        "The certificate is good for private addresses alone.",
    ),
    "install.get": ("1. 下载证书", "1. Get the certificate"),
    "install.open": ("3. 打开 Wavecard", "3. Open Wavecard"),
    "install.this": ("本页", "This page"),
    "install.app": ("Wavecard", "Wavecard"),
    "install.name.android": ("2. 安卓", "2. Android"),
    "install.how.android": (
        "设置 › 安全 › 加密与凭据 › 安装证书 › CA 证书，选刚下载的文件",
        "Settings › Security › Encryption & credentials › Install a certificate › CA certificate: the file",
    ),
    "install.name.ios": ("2. iPhone、iPad", "2. iPhone, iPad"),
    "install.how.ios": (
        "设置 › 已下载描述文件 › 安装；再到 通用 › 关于本机 › 证书信任设置，打开它",
        "Settings › Profile Downloaded › Install; then General › About › Certificate Trust Settings: on",
    ),
    "install.name.windows": ("2. Windows", "2. Windows"),
    "install.how.windows": (
        "双击文件 › 安装证书 › 本地计算机 › 受信任的根证书颁发机构",
        "Open the file › Install Certificate › Local Machine › Trusted Root Certification Authorities",
    ),
    "install.name.mac": ("2. Mac", "2. Mac"),
    "install.how.mac": (
        "双击文件，在钥匙串里把它设为“始终信任”",
        "Open the file; in Keychain Access set it to Always Trust",
    ),
    "install.name.zebra": ("2. Zebra 等 PDA（批量）", "2. Zebra and other PDAs (many)"),
    "install.how.zebra": (
        "用 StageNow 或 MDM 的证书功能推送这个文件",
        "Push the file with StageNow's or your MDM's certificate manager",
    ),
}
