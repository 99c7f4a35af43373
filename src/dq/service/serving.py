"""Serving: one service on one data folder, until it is asked to end."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from filelock import FileLock, Timeout
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from dq.diagnostics import Diagnostic, Span, Text, refusal, refused
from dq.service.accounts.users import nobody_yet
from dq.service.configuration import OpenToTheNetworkError, ServiceConfiguration
from dq.service.database import NewerDatabaseError, transaction
from dq.service.layout import ArchiveRefusedError, DataFolder
from dq.service.problems import Problem
from dq.service.processes.answering import make_ready, options_of
from dq.service.processes.common import FIGURES, Common, common_of
from dq.service.processes.first import First, Helper


def serve(options: dict[str, object], say: Callable[[Text], None]) -> Diagnostic | None:
    """Serve until a signal ends it; what was begun is finished or kept for the next start.

    Parameters: `options` fields of `ServiceConfiguration` that go before the environment's; `say` tells where to look.
    Returns: why it could not begin, if so.
    """
    try:
        configuration = ServiceConfiguration(**options)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as failure:
        return _misconfigured(failure)
    os.umask(0o077)  # what the service writes is for its own account alone
    folder = DataFolder(configuration.data)
    try:
        folder.make()
        with FileLock(folder.lock, timeout=0, mode=0o600):
            if configuration.archive is not None:
                folder.take_archive(configuration.archive)
            return folder.lost_archive or _serve(configuration, say)
    except Timeout:
        return _in_use(configuration)
    except ArchiveRefusedError as refused_archive:
        return refused_archive.told
    except OSError as failure:
        return _no_folder(configuration, failure)
    except SQLAlchemyError as failure:
        return _unreachable(configuration, failure)
    except Problem as problem:
        return _unfit_password(problem)
    except NewerDatabaseError:
        return _newer(configuration)


def _serve(configuration: ServiceConfiguration, say: Callable[[Text], None]) -> Diagnostic | None:
    try:
        listening = _listen(configuration)
    except OSError as failure:
        return _no_port(configuration, failure)
    common = common_of(configuration.answering)
    with listening, _figures(common, DataFolder(configuration.data).figures):
        return _serve_at(listening, configuration, common, say)


def _serve_at(
    listening: socket.socket, configuration: ServiceConfiguration, common: Common, say: Callable[[Text], None]
) -> Diagnostic | None:
    from dq.service.app import create_app  # only now is it settled how figures are counted

    app = create_app(configuration, common)
    options = options_of(app, configuration, common)
    try:
        options.load()
    except OSError as failure:
        return _no_certificate(configuration, failure)
    scheme = "https" if configuration.tls_certificate is not None else "http"
    address = f"{scheme}://{configuration.host}:{listening.getsockname()[1]}/"
    say(Text(f"服务地址：{address}（Ctrl-C 结束）", f"serving at {address} (Ctrl-C ends it)"))
    _welcome(app, say)
    for ending in (signal.SIGINT, signal.SIGTERM):
        # uvicorn raises again what ended it, once it has ended in good order: that is no failure of the command.
        signal.signal(ending, signal.SIG_IGN)
    # Commands run without the collector of cycles, as they soon end; a service would grow with every page.
    gc.enable()
    make_ready(configuration)
    if configuration.can_hand_over:
        helpers = [Helper(configuration, common, number) for number in range(1, common.processes)]
        First(options, listening, helpers).run([])
    else:
        uvicorn.Server(options).run([listening])
    return None


@contextmanager
def _figures(common: Common, folder: Path) -> Iterator[None]:
    """A folder in which several processes add up their figures; one alone keeps them in memory."""
    shutil.rmtree(folder, ignore_errors=True)  # of a service that was killed
    if common.processes == 1:
        yield
        return
    folder.mkdir(mode=0o700)
    os.environ[FIGURES] = str(folder)
    try:
        yield
    finally:
        del os.environ[FIGURES]
        shutil.rmtree(folder, ignore_errors=True)


def _listen(configuration: ServiceConfiguration) -> socket.socket:
    family = socket.AF_INET6 if ":" in configuration.host else socket.AF_INET
    return socket.create_server((configuration.host, configuration.port), family=family)


def _welcome(app: FastAPI, say: Callable[[Text], None]) -> None:
    with transaction(app.state.sessions, writes=False) as session:
        first = nobody_yet(session)
    if first:
        code = app.state.setup_code
        say(Text(f"第一次启动：用代码 {code} 建立管理员", f"first start: make the administrator with the code {code}"))


def _misconfigured(failure: ValidationError) -> Diagnostic:
    for error in failure.errors():
        cause = error.get("ctx", {}).get("error")
        if isinstance(cause, OpenToTheNetworkError):
            headline = Text("服务会向网络敞开", "the service would be open to the network")
            return refused("DQ-S001", Span(cause.host), headline, help=cause.told)
    # The values stay unsaid: one of them may be a password.
    places = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in failure.errors())
    return refused(
        "DQ-S002",
        Span("DQ_SERVE_*"),
        Text("服务的配置有误", "the service's configuration is wrong"),
        help=Text(f"请改正选项或环境变量：{places}", f"mend the options or variables: {places}"),
    )


def _unfit_password(problem: Problem) -> Diagnostic:
    return refused(
        "DQ-S002",
        Span("DQ_SERVE_ADMIN_PASSWORD"),
        Text("第一个管理员的密码不能用", "the first administrator's password cannot be taken"),
        help=problem.title,
    )


def _in_use(configuration: ServiceConfiguration) -> Diagnostic:
    return refused(
        "DQ-S003",
        Span(str(configuration.data)),
        Text("已有服务在用这个数据文件夹", "another service runs on this folder"),
        help=Text("先结束那个服务，或用 --data 换一个文件夹", "end that one first, or name another folder with --data"),
    )


def _unreachable(configuration: ServiceConfiguration, failure: SQLAlchemyError) -> Diagnostic:
    cause = str(getattr(failure, "orig", None) or type(failure).__name__).split("\n", 1)[0]
    where = "DQ_SERVE_DATABASE_URL" if configuration.database_url is not None else str(configuration.data)
    return refused(
        "DQ-S004",
        Span(where),
        Text("打不开数据库", "the database cannot be opened"),
        help=Text(f"请检查地址、账号和磁盘：{cause}", f"check its address, account and disk: {cause}"),
    )


def _no_port(configuration: ServiceConfiguration, failure: OSError) -> Diagnostic:
    why = refusal(failure)
    return refused(
        "DQ-S005",
        Span(f"{configuration.host}:{configuration.port}"),
        Text("不能监听这个地址", "cannot listen at this address"),
        help=Text(f"换一个 --port 或 --host：{why.zh}", f"name another --port or --host: {why.en}"),
    )


def _no_folder(configuration: ServiceConfiguration, failure: OSError) -> Diagnostic:
    why = refusal(failure)
    return refused(
        "DQ-S006",
        Span(str(failure.filename or configuration.data)),
        Text("不能使用数据文件夹", "the data folder cannot be used"),
        help=Text(f"检查路径、权限和磁盘空间：{why.zh}", f"check path, permissions and disk space: {why.en}"),
    )


def _newer(configuration: ServiceConfiguration) -> Diagnostic:
    return refused(
        "DQ-S007",
        Span(str(configuration.data)),
        Text("数据库是更新版本的服务写的", "the database is of a later version of the service"),
        help=Text(
            "用新版本启动，或恢复旧版本时的备份", "start the later version, or restore a backup of this one's time"
        ),
    )


def _no_certificate(configuration: ServiceConfiguration, failure: OSError) -> Diagnostic:
    why = refusal(failure)
    return refused(
        "DQ-S008",
        Span(str(configuration.tls_certificate)),
        Text("TLS 证书或私钥不能用", "the TLS certificate or its key cannot be used"),
        help=Text(f"检查 --tls-cert 和 --tls-key：{why.zh}", f"check --tls-cert and --tls-key: {why.en}"),
    )
