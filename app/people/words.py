WORDS = {
    "role.picker": ("拣货员", "a picker"),
    "role.packer": ("打包员", "a packer"),
    "role.lead": ("组长", "the shift lead"),
    "role.customer_service": ("客服", "customer service"),
    "role.admin": ("管理员", "an admin"),
    "people.unknown_role": (
        "没有这样的角色：{roles}；可用：{known}",
        "No such role: {roles}; known are {known}",
    ),
    "people.bad_mark": ("“{name}”不能用：1 到 16 个字符", "'{name}' cannot be used: 1 to 16 characters"),
    "people.no_equipment": ("没有设备 {code}", "There is no equipment {code}"),
    "people.bad_equipment": (
        "设备编码 1 到 16 个字符，种类 {kinds}，周转箱 1 到 {most} 个",
        "Equipment has a code of 1 to 16 characters, a kind ({kinds}) and 1 to {most} totes",
    ),
    "people.badge_taken": ("工牌 {badge} 已经有人使用", "Badge {badge} is already in use"),
    "people.bad_pin": ("PIN 必须是 4 到 8 位数字", "A PIN is 4 to 8 digits"),
    "people.no_name": ("请填写姓名", "Please give a name"),
    "people.unknown_badge": ("没有工牌 {badge}", "There is no badge {badge}"),
    "people.wrong_pin": ("工牌或 PIN 不对，请再试一次", "Badge or PIN is wrong; please try again"),
    "people.locked": (
        "输错次数太多，请 {minutes} 分钟后再试，或请组长重设 PIN",
        "Too many wrong tries: wait {minutes} min, or ask the lead to reset the PIN",
    ),
    "people.bad_code": (
        "配对码无效或已过期，请组长再出一个",
        "This pairing code is wrong or has expired; ask the lead for a new one",
    ),
    "people.unknown_device": (
        "这台设备未配对或已停用，请组长重新配对",
        "This device is not paired or was shut out; ask the lead to pair it",
    ),
    "people.no_device": ("没有这台设备，或它已停用", "There is no such device, or it is shut out already"),
    "people.sign_in_first": ("请先登录", "Please sign in first"),
    "people.other_page": ("请从 Wavecard 自己的页面操作", "This call must come from Wavecard's own pages"),
    "people.bad_key": ("API 密钥无效", "This API key is not valid"),
    "people.bad_link": (
        "链接无效或已使用，请重启服务获取新链接",
        "This link is used up or wrong; restart the server for a new one",
    ),
    "people.slow_down": ("尝试太频繁，请稍等一分钟", "Too many tries; wait a minute"),
    "interrupt.unknown": ("没有这条提醒", "There is no such notice"),
}
