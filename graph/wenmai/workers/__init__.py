"""Processes that answer one question after another, within bounds, and what decides which of them answers which.

A worker is forked (:mod:`~wenmai.workers.forked`), or where that is not safe an interpreter that is started
(:mod:`~wenmai.workers.spawned`). Whoever asks waits for its answer and has it from :mod:`~wenmai.workers.kept`: the library, the
commands, the threads of a server. A server that forks asks many at once without a thread for each, from
:mod:`~wenmai.workers.pool`, whose workers come of :mod:`~wenmai.workers.nursery`. What a worker does for its answer is no business of
this room.
"""
