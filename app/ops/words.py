WORDS = {
    "op.unknown_kind": ("系统不认识这个操作：{kind}", "There is no operation called {kind}"),
    "op.not_your_role": ("没有权限做这件事，请找组长", "This is not yours to do; ask the shift lead"),
    "op.bad_body": ("数据有误（{field}）：{why}", "{field}: {why}"),
    "op.unknown_sign_in": ("请在这台设备上重新登录", "Sign in again on this device"),
    "op.signed_out": (
        "已退出登录，这项操作没有执行；请登录后再做",
        "You are signed out, so this was not done; sign in and do it again",
    ),
    "op.signed_out_long_ago": (
        "退出登录已超过 24 小时，本机保存的这项操作没有执行，请告诉组长",
        "Signed out for more than 24 h: what this device saved was not done. Tell the shift lead",
    ),
    "op.other_body": (
        "同一个操作编号带来了不同内容，未执行，请告诉组长",
        "The same operation number came with other content; nothing was done. Tell the shift lead",
    ),
    "op.bad_outbox": ("一次最多上传 {most} 条操作", "An outbox is a list of at most {most} operations"),
    "http.no_page": ("没有这个地址", "There is nothing at this address"),
    "http.bad_request": ("请求有误", "This request cannot be read"),
    "op.busy": (
        "系统正忙，已保存在本机，会自动再试",
        "The system is busy; this is saved here and will be tried again",
    ),
    "op.internal": (
        "系统出错了，什么也没有改动，请再试一次",
        "Something broke; nothing was changed. Please try again",
    ),
}
