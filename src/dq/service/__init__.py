"""The service: an HTTP API and pages over the use cases of `dq.application`.

Routes translate between HTTP and a use case; rights are enforced in `security.access` alone; long work is queued in
the database (`jobs`). Nothing here is imported before `dq serve` runs.
"""
