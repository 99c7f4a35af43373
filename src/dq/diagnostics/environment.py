"""Why the system refused a file, a folder or an address, in words of both languages."""

from __future__ import annotations

import errno
from typing import Final

from dq.diagnostics.model import Text

_WHY: Final = {
    errno.EACCES: "没有权限",
    errno.EADDRINUSE: "地址已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.EDQUOT: "超出磁盘配额",
    errno.EEXIST: "已有同名的文件",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ELOOP: "链接循环",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOMEM: "内存不足",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EPERM: "不允许这样做",
    errno.EROFS: "磁盘是只读的",
}


def refusal(failure: BaseException) -> Text:
    """What an `OSError` says; the system's own English where no Chinese is known, of others their kind.

    Example: `refusal(OSError(errno.ENOSPC, "No space left on device")).zh` → `"磁盘已满"`.
    """
    number, said = getattr(failure, "errno", None), getattr(failure, "strerror", None)
    english = said or str(failure) or type(failure).__name__
    return Text(_WHY.get(number or 0, english), english)
