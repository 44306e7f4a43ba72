"""``POST /api/v1/reports``: an agency's own system reports, with the agency's token."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.web.answers import body_of, faults_of, refused
from bot.web.open_data import listed_reports
from models import AgencyToken, Report, ReportState
from models.database import Database
from services import agency_tokens, matching
from services.sources import receiving
from services.sources.incoming import SubmittedReport

MOST_BYTES = 256 * 1024
_WHO = {"WWW-Authenticate": 'Bearer realm="reports"'}


class Receipt(BaseModel):
    """What became of a report that was posted."""

    id: int
    external_id: str
    result: Literal["new", "changed", "unchanged"]
    state: ReportState
    waits_for_approval: bool
    commitment: str | None
    version: int


def routes(database: Database, clock: Callable[[], datetime], watch_minimum: int) -> list[Route]:
    """One route for reading and posting: of two, the first would answer for both which methods are allowed."""
    read, take = listed_reports(database, watch_minimum), _post(database, clock)

    async def reports(request: Request) -> Response:
        return await (take if request.method == "POST" else read)(request)

    return [Route("/api/v1/reports", reports, methods=["GET", "POST"])]


def _post(database: Database, clock: Callable[[], datetime]) -> Callable[[Request], Awaitable[Response]]:
    async def post(request: Request) -> Response:
        """Answers once the report is committed; the same report again is answered the same and changes nothing."""
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        token = await _token(database, secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            return refused(401, [("", "a valid agency token is needed: Authorization: Bearer …")], _WHO)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return refused(415, [("", "the body must be application/json")])
        body = await body_of(request, MOST_BYTES)
        if body is None:
            return refused(413, [("", f"the body must not be larger than {MOST_BYTES} bytes")])
        try:
            said = SubmittedReport.model_validate_json(body, strict=True)
        except ValidationError as error:
            faults = error.errors()
            is_json = not any(one["type"] == "json_invalid" for one in faults)
            return refused(422 if is_json else 400, faults_of(error))
        try:
            return await _take(database, token, said, now=clock())
        except IntegrityError:
            # The same report came twice at the same moment; by now the other one is committed.
            return await _take(database, token, said, now=clock())

    return post


async def _token(database: Database, secret: str) -> AgencyToken | None:
    async with database.read() as session:
        return await agency_tokens.find_by_secret(session, secret)


async def _take(database: Database, token: AgencyToken, said: SubmittedReport, *, now: datetime) -> Response:
    origin = receiving.Origin(f"api:{token.agency_id}", agency_id=token.agency_id, is_trusted=token.is_trusted)
    async with database.begin() as session:
        register = await matching.register(session)
        refusal = register.refusal(said.commitment, token.agency_id) if said.commitment else None
        if refusal is not None:
            return refused(422, [("commitment", refusal)])
        if await agency_tokens.use(session, token.id, now=now) is None:
            return refused(401, [("", "the token has been revoked")], _WHO)
        done = await receiving.receive(session, origin, [said], register, now=now)
        report = await receiving.find(session, origin.name, said.external_id)
        assert report is not None
        return _receipt(report, "new" if done.new else "changed" if done.changed else "unchanged")


def _receipt(report: Report, result: Literal["new", "changed", "unchanged"]) -> Response:
    receipt = Receipt(
        id=report.id,
        external_id=report.external_id,
        result=result,
        state=report.state,
        waits_for_approval=report.state is ReportState.RECEIVED or report.pending is not None,
        commitment=report.commitment_id,
        version=report.version,
    )
    return JSONResponse(receipt.model_dump(mode="json"), status_code=201 if result == "new" else 200)
