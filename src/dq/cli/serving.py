"""The command that serves, and its options. Annotations are real types here, as in `dq.cli.app`."""

from pathlib import Path
from typing import Annotated

import typer

from dq.cli.help import Command
from dq.cli.options import LanguageOption
from dq.cli.running import run as _run
from dq.cli.speech import said

_DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help=said(
            "数据文件夹：报告库、规则、上传、数据库（默认取 DQ_SERVE_DATA，否则 dq-data）。",
            "Folder of archive, rules, uploads and database (default: DQ_SERVE_DATA, else dq-data).",
        ),
        show_default=False,
    ),
]
_ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help=said(
            "报告库在别处时写明（默认取 DQ_SERVE_ARCHIVE，否则数据文件夹里的 archive）。",
            "An archive that stands elsewhere (default: DQ_SERVE_ARCHIVE, else archive in the data folder).",
        ),
        show_default=False,
    ),
]
_HostOption = Annotated[
    str | None,
    typer.Option(
        "--host",
        help=said("监听的地址（默认 127.0.0.1）。", "Address to listen at (default 127.0.0.1)."),
        show_default=False,
    ),
]
_PortOption = Annotated[
    int | None,
    typer.Option(
        "--port", help=said("端口（默认 8000；0 为任意）。", "Port (default 8000; 0 for any)."), show_default=False
    ),
]
_CertificateOption = Annotated[
    Path | None,
    typer.Option(
        "--tls-cert", metavar="FILE", help=said("TLS 证书（PEM）。", "TLS certificate (PEM)."), show_default=False
    ),
]
_KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--tls-key", metavar="FILE", help=said("TLS 私钥（PEM）。", "TLS private key (PEM)."), show_default=False
    ),
]
_ProxyOption = Annotated[
    bool,
    typer.Option("--behind-proxy", help=said("前面有负责加密的反向代理。", "A reverse proxy in front encrypts.")),
]
_ProcessesOption = Annotated[
    int | None,
    typer.Option(
        "--processes",
        metavar="N",
        help=said(
            "应答的进程数（默认 2，处理器只有一个时为 1）。",
            "Processes that answer (default 2, on one processor 1).",
        ),
        show_default=False,
    ),
]


def add_serving(app: typer.Typer) -> None:
    """Add the command of the service. Parameters: `app` the program."""
    app.command(
        cls=Command,
        epilog=said(
            "其余设置见 docs/reference/service.md（环境变量 DQ_SERVE_*）。",
            "Further settings: docs/reference/service.md (variables DQ_SERVE_*).",
        ),
        help=said(
            "启动服务：网页和 HTTP 接口，默认只在本机可访问。",
            "Serve pages and an HTTP API, to this machine alone unless told otherwise.",
        ),
    )(serve)
    app.command(
        cls=Command,
        help=said(
            "备份服务的数据文件夹，服务运行时也可以。", "Back up the data folder of the service, also while it runs."
        ),
    )(backup)
    app.command(
        cls=Command,
        help=said(
            "从备份恢复出一个新的数据文件夹，逐个文件核对。", "Make a new data folder of a backup, each file verified."
        ),
    )(restore)


def serve(  # noqa: PLR0913, PLR0917 - one parameter an option
    data: _DataOption = None,
    archive: _ArchiveOption = None,
    host: _HostOption = None,
    port: _PortOption = None,
    tls_cert: _CertificateOption = None,
    tls_key: _KeyOption = None,
    behind_proxy: _ProxyOption = False,
    processes: _ProcessesOption = None,
    language: LanguageOption = None,
) -> None:
    """Serve pages and the API."""
    _run(
        "serve",
        data=data,
        archive=archive,
        host=host,
        port=port,
        tls_certificate=tls_cert,
        tls_key=tls_key,
        behind_proxy=behind_proxy or None,
        processes=processes,
        language=language,
    )


def backup(
    out: Annotated[
        Path, typer.Argument(metavar="FILE", help=said("要写的备份（.tar.gz）。", "The backup to write (.tar.gz)."))
    ],
    data: _DataOption = None,
    language: LanguageOption = None,
) -> None:
    """Back up a data folder."""
    _run("backup", out=out, data=data, language=language)


def restore(
    backup_file: Annotated[Path, typer.Argument(metavar="FILE", help=said("备份文件。", "The backup."))],
    data: _DataOption = None,
    language: LanguageOption = None,
) -> None:
    """Restore a data folder."""
    _run("restore", backup_file=backup_file, data=data, language=language)
