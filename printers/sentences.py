"""What the wire has to say to the person at the printer, in both languages: key -> (zh-CN, en)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "echoed": ("打印机已确认打完。", "The printer confirmed that it is done."),
    "fence_only": (
        "打印机已处理完数据，但没有回执；请扫一下标签。",
        "The printer worked through the data but gave no receipt: scan the label back.",
    ),
    "silent": (
        "打印机不回报状态；数据已发出，请扫一下标签。",
        "This printer reports nothing. The data went out: scan the label back.",
    ),
    "no_proof": (
        "数据已发出，打印机没有确认。纸出来了吗？",
        "The data went out, but the printer did not confirm. Did the paper come out?",
    ),
    "unreachable": ("连不上打印机，什么都没有打出。", "The printer cannot be reached. Nothing was printed."),
    "broken_off": (
        "打印途中连接断开。纸出来了吗？",
        "The connection broke while printing. Did the paper come out?",
    ),
    "stalled": (
        "打印机中途不再接收数据。纸出来了吗？",
        "The printer stopped taking data. Did the paper come out?",
    ),
    "refused": (
        "打印机没有接收任何数据，什么都没有打出。",
        "The printer took no data. Nothing was printed.",
    ),
    "busy": (
        "打印机没有应答，可能正被别人占用；什么都没有打出。",
        "The printer does not answer: perhaps somebody else uses it. Nothing was printed.",
    ),
    "component_printed": ("打印组件报告已打完。", "The platform's print component says that it is printed."),
    "component_refused": (
        "打印组件没有接受，什么都没有打出。",
        "The platform's print component did not take it. Nothing was printed.",
    ),
    "component_failed": (
        "打印组件报告出错。纸出来了吗？",
        "The platform's print component reports an error. Did the paper come out?",
    ),
    "component_lost": (
        "打印组件没有回音。纸出来了吗？",
        "The platform's print component fell silent. Did the paper come out?",
    ),
    "agent_away": (
        "打包台电脑没有连上，什么都没有打出。",
        "The bench PC is not connected. Nothing was printed.",
    ),
    "agent_lost": (
        "打包台电脑断线了。纸出来了吗？",
        "The bench PC lost its connection. Did the paper come out?",
    ),
    "written": ("已写入文件。", "Written to a file."),
    "paper_out": ("缺纸，请换纸。", "Out of paper: put in a new roll."),
    "cover_open": ("上盖没有关好，请关上。", "The cover is open: close it."),
    "cutter_error": (
        "切刀卡住，请打开上盖清理后重启。",
        "The cutter is stuck: open the cover, clear it, restart.",
    ),
    "failure": ("打印机报告故障，请关机再开。", "The printer reports a failure: switch it off and on."),
    "offline": ("打印机处于脱机状态。", "The printer is offline."),
    "paper_low": ("纸快用完了。", "The paper is running low."),
    "ready": ("就绪。", "Ready."),
    "no_answer": ("打印机不回报状态。", "The printer reports no status."),
}


def say(key: str, lang: str) -> str:
    chinese, english = SENTENCES[key]
    return chinese if lang.startswith("zh") else english
