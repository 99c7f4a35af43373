"""The tables of the service. What a report says and what was found stays in the archive; this is who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from dq.service.database.columns import UtcTime, new_id, now


class Model(DeclarativeBase):
    """The base of all tables; constraints have names, so that a migration can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcTime(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


class User(Model):
    """Somebody who may sign in. `role` is one of `accounts.roles.Role`; who left is made inactive, never deleted."""

    __tablename__ = "user_account"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    display: Mapped[str] = mapped_column(String(128), default="")
    password: Mapped[str] = mapped_column(String(256))
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2), default="zh")
    active: Mapped[bool] = mapped_column(default=True)
    created: Mapped[datetime] = mapped_column(default=now)


class SignIn(Model):
    """A signed-in browser. `id` is the digest of its cookie, so that the database alone signs nobody in."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created: Mapped[datetime] = mapped_column(default=now)
    expires: Mapped[datetime]
    user: Mapped[User] = relationship(lazy="joined")


class Token(Model):
    """A token of the API. Only its digest is kept; `scopes` are permissions, no more than its owner's role has."""

    __tablename__ = "token"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]]
    created: Mapped[datetime] = mapped_column(default=now)
    expires: Mapped[datetime]
    revoked: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="joined")


class AuditEntry(Model):
    """Who did what when. The database itself refuses to change or delete one (triggers of the first migration)."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    user_name: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(256), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    address: Mapped[str] = mapped_column(String(64), default="")


class Job(Model):
    """Long work. `state` is queued, running, done, failed or cancelled; `result` what its kind says of the end."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_created", "state", "created"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(32))
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(16), default="queued")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    user_name: Mapped[str] = mapped_column(String(64))
    created: Mapped[datetime] = mapped_column(default=now)
    started: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    heartbeat: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    cancel_asked: Mapped[bool] = mapped_column(default=False)


class IdempotencyKey(Model):
    """What a request with this key was answered, so that sending it again does nothing twice (kept for a day)."""

    __tablename__ = "idempotency_key"

    user_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[dict[str, Any]]
    created: Mapped[datetime] = mapped_column(default=now, index=True)


class Document(Model):
    """An uploaded document. `digest` is the SHA-256 of its bytes, kept in the folder of uploads under `id`."""

    __tablename__ = "document"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(256))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    job_id: Mapped[str | None] = mapped_column(ForeignKey("job.id"))
    report: Mapped[str | None] = mapped_column(String(512), index=True)
    reading: Mapped[dict[str, Any]] = mapped_column(default=dict)
    user_name: Mapped[str] = mapped_column(String(64))
    created: Mapped[datetime] = mapped_column(default=now, index=True)


class Run(Model):
    """A run of a checkpoint that is kept in the archive under the same id, indexed here for its findings."""

    __tablename__ = "run"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    checkpoint: Mapped[str] = mapped_column(String(128), index=True)
    started: Mapped[datetime] = mapped_column(index=True)
    finished: Mapped[datetime | None]
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Finding(Model):
    """An outcome of a run that a person should see. `fingerprint` names the same fault in every run."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("run_id", "fingerprint"),
        # The last ones are there to be filtered by: a filter that little fits need not look at every row.
        Index("ix_finding_run_rank", "run_id", "rank", "id", "year", "table_name", "waived", "change"),
        Index("ix_finding_run_body", "run_id", "body", "rank", "id", "year", "table_name", "waived", "change"),
        Index("ix_finding_run_rule", "run_id", "rule", "rank", "id", "year", "table_name", "waived", "change"),
        Index("ix_finding_run_report", "run_id", "report", "rank", "id", "year", "table_name", "waived", "change"),
        Index("ix_finding_run_change", "run_id", "change", "rank", "id", "year", "table_name", "waived"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("run.id"))
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    rule: Mapped[str] = mapped_column(String(64))
    severity: Mapped[str] = mapped_column(String(8))
    verdict: Mapped[str] = mapped_column(String(16))
    rank: Mapped[int]
    """0 for errors, 1 warnings, 2 infos; what is undecided after what is violated: the order of lists."""
    report: Mapped[str] = mapped_column(String(512))
    body: Mapped[str] = mapped_column(String(256))
    year: Mapped[int]
    table_name: Mapped[str] = mapped_column(String(64), default="")
    row_name: Mapped[str] = mapped_column(String(256), default="")
    waived: Mapped[bool] = mapped_column(default=False)
    change: Mapped[str] = mapped_column(String(16), default="")
    evidence: Mapped[dict[str, Any]]


class Comment(Model):
    """What somebody said of a fault; it stays with the fault over all runs."""

    __tablename__ = "comment"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    user_name: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(default=now)


class Waiver(Model):
    """A wish to let a fault pass. `state` is proposed, approved, rejected or withdrawn; who proposed never approves."""

    __tablename__ = "waiver"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    rule: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(String(256), default="")
    years: Mapped[str] = mapped_column(String(64), default="")
    row_name: Mapped[str] = mapped_column(String(256), default="")
    reason: Mapped[str] = mapped_column(Text)
    expires: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(16), default="proposed", index=True)
    proposer: Mapped[str] = mapped_column(String(64))
    approver: Mapped[str] = mapped_column(String(64), default="")
    created: Mapped[datetime] = mapped_column(default=now)
    settled: Mapped[datetime | None]


class RuleVersion(Model):
    """A text of a file of rules, changing `base`. `state` is proposed, approved, published or rejected.

    `part_of` the version that it goes with, as tests go with their rules: it is decided and published with that one.
    """

    __tablename__ = "rule_version"
    __table_args__ = (Index("ix_rule_version_path_created", "path", "created"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    path: Mapped[str] = mapped_column(String(256))
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    base: Mapped[str | None] = mapped_column(String(16))
    part_of: Mapped[str | None] = mapped_column(String(16), index=True)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default="proposed", index=True)
    author: Mapped[str] = mapped_column(String(64))
    approver: Mapped[str] = mapped_column(String(64), default="")
    created: Mapped[datetime] = mapped_column(default=now)
    settled: Mapped[datetime | None]
