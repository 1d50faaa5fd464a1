"""A worker: a process that answers one request after another, within bounds, and ends when the server closes its end."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any, cast

from wenmai.serve.messages import WebResponse, receive_request
from wenmai.serve.problems import MEDIA_TYPE, HttpRefusal, describe_problem
from wenmai.serve.routes import route
from wenmai.sparql import answering
from wenmai.sparql.failures import raise_failure
from wenmai.workers.confinement import confine
from wenmai.workers.working import MOST_ANSWERS, MOST_GROWTH, call_in_big_stack, resident

if TYPE_CHECKING:
    import socket
    from typing import BinaryIO

    from wenmai.serve.commands import Desk
    from wenmai.serve.messages import WebRequest
    from wenmai.sparql.job import Job


class Answering:
    """Answers requests about one graph, in this process."""

    def __init__(self, desk: Desk, isolation: str = "") -> None:
        self.desk, self.isolation = desk, isolation

    def answer(self, request: WebRequest, response: WebResponse) -> bool:
        """Answer a request; whether the answer is whole. A failure after the answer has begun leaves it cut off."""
        try:
            route(self.desk, request, response, self.run_query)
        except MemoryError:
            raise  # the process ends, and its last words say why
        except BaseException as error:  # noqa: BLE001 - what a library in Rust raises is no Exception
            return tell_problem(error, response)
        return True

    def run_query(self, job: Job, response: WebResponse) -> None:
        """Run a SPARQL job, its result into the response; pass it on where the triples are elsewhere. Raises what failed."""
        if not self.desk.source.enumerable:
            self.desk.source.answer(job, response.write, timeout=None, memory=0)
            return
        said = answering.answer_job(cast("Any", self.desk.source), job, cast("BinaryIO", response), self.isolation)
        if "error" in said:
            raise_failure(said)


def tell_problem(error: BaseException, response: WebResponse) -> bool:
    """Answer with what went wrong, if nothing was sent yet; whether that could be done."""
    import json

    if response.begun:
        return False
    problem = describe_problem(error)
    response.reset()
    response.status = problem["status"]
    response.headers = {"content-type": MEDIA_TYPE}
    if isinstance(error, HttpRefusal):
        response.headers.update(error.headers)
    response.write(json.dumps(problem, ensure_ascii=False).encode("utf-8", "replace"))
    return True


def work(desk: Desk, stream: socket.socket, parent: int, *, memory: int, network: bool) -> None:
    """Be a worker of the process ``parent`` until the server closes ``stream``: bounded in memory, and without a network."""
    isolation = confine(memory, parent, network=network)
    gc.freeze()  # what the parent made is shared, and stays so
    call_in_big_stack(lambda: _serve(Answering(desk, isolation), stream))


def _serve(worker: Answering, stream: socket.socket) -> None:
    start = resident()
    with stream.makefile("wb", buffering=0) as pipe:
        for left in reversed(range(MOST_ANSWERS)):
            request = receive_request(stream)
            if request is None:
                return
            response = WebResponse(cast("BinaryIO", pipe))
            whole = worker.answer(request, response)
            again = left > 0 and resident() - start < MOST_GROWTH
            response.end({"whole": whole, "again": again})
            if not again:
                return
