"""What an environment settles for the service: where its data is, who may reach it, how much it takes."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from typing import Final, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from dq.diagnostics import Text

_USUAL: Final = 2
"""Two answer a bureau's pages well; more take 130 MB each, and of SQLite only one writes at a time."""


def _usual_processes() -> int:
    """As many as usual, but no more than there are processors for this one."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_USUAL, own)


class OpenToTheNetworkError(ValueError):
    """The service was asked to listen to the network without anything that encrypts what is said.

    Parameters: `host` the address asked for. `told` says it in both languages.
    """

    def __init__(self, host: str) -> None:
        self.host = host
        self.told = Text(
            f"监听 {host} 会把密码明文送上网络：请给出 --tls-cert 和 --tls-key；"
            "若前面已有负责加密的反向代理，请加 --behind-proxy",
            f"listening on {host} would send passwords over the network in the clear: give --tls-cert and --tls-key, "
            "or --behind-proxy where a proxy in front encrypts",
        )
        super().__init__(self.told.en)


class ServiceConfiguration(BaseSettings):
    """What holds for one running service; each field is read from the variable DQ_SERVE_ and its name.

    Parameters: `data` the folder that holds all of it (archive, rules, uploads, database); `archive` one that stands
    elsewhere, none for the one in `data`; `database_url` of
    PostgreSQL as SQLAlchemy writes it ("postgresql+psycopg://…"), none for SQLite in `data`; `host`, `port` where it
    listens; `tls_certificate`, `tls_key` PEM files; `behind_proxy` that a proxy in front encrypts; `trusted_proxies`
    addresses, separated by commas, whose word on who the client is is taken; `admin_password` of the first account,
    none for a one-time code on the terminal; `upload_limit` and `body_limit` in bytes, of an upload and of any other
    request; `requests_per_minute` of one client, `sign_ins_per_minute` of one address; `connections_per_address` at
    once, not counted behind a proxy; `streams_per_user` of events at once, `exports_per_user` that have not ended;
    `session_hours` after which one signs in again; `body_seconds` that a request may take to arrive; `workers` jobs
    done at once (0: none here); `processes` that answer; `job_seconds` that reading one upload may take; `run_seconds`
    that a run or an export may; `trial_seconds` and `trial_megabytes` that trying a rule or running its tests may
    take; `findings_days` after which findings of old runs leave the lists (0: never).
    Raises: pydantic's `ValidationError` where a value makes no sense, with `OpenToTheNetworkError` as its cause where
    the network could listen.
    Example: `ServiceConfiguration(data=Path("bureau")).database` → `"sqlite:///bureau/service.sqlite"`.
    """

    model_config = SettingsConfigDict(env_prefix="DQ_SERVE_", frozen=True, extra="ignore")

    data: Path = Path("dq-data")
    archive: Path | None = None
    database_url: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    behind_proxy: bool = False
    trusted_proxies: str = "127.0.0.1,::1"
    admin_password: SecretStr | None = None
    upload_limit: int = Field(default=64 * 1024 * 1024, gt=0)
    body_limit: int = Field(default=1024 * 1024, gt=0)
    requests_per_minute: int = Field(default=1200, gt=0)
    sign_ins_per_minute: int = Field(default=10, gt=0)
    connections_per_address: int = Field(default=128, gt=0)
    streams_per_user: int = Field(default=8, gt=0)
    exports_per_user: int = Field(default=3, gt=0)
    session_hours: int = Field(default=12, gt=0)
    body_seconds: float = Field(default=60.0, gt=0)
    workers: int = Field(default=1, ge=0, le=16)
    processes: int = Field(default_factory=_usual_processes, ge=1, le=8)
    job_seconds: int = Field(default=120, gt=0)
    run_seconds: int = Field(default=14_400, gt=0)
    trial_seconds: int = Field(default=60, gt=0)
    trial_megabytes: int = Field(default=512, ge=256)
    findings_days: int = Field(default=400, ge=0, le=36_500)

    @model_validator(mode="after")
    def _encrypted_or_local(self) -> Self:
        if not (self.encrypted or self.loopback):
            raise OpenToTheNetworkError(self.host)
        return self

    @property
    def can_hand_over(self) -> bool:
        """Whether the system lets one process hand a connection to another, and watch what it accepts (not Windows)."""
        return hasattr(socket, "send_fds")

    @property
    def answering(self) -> int:
        """How many processes answer: one where connections cannot be handed from one to another."""
        return self.processes if self.can_hand_over else 1

    @property
    def encrypted(self) -> bool:
        """Whether what browsers send is encrypted, here or by a proxy in front."""
        return self.behind_proxy or (self.tls_certificate is not None and self.tls_key is not None)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def database(self) -> str:
        """The database's URL as SQLAlchemy writes it; it may hold a password: never log it."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data / 'service.sqlite'}"
