"""Waiting for the migration of the database: it ends when that is done, and it has an end."""

import asyncio

from app.migrate import wait_until


def test_waiting_ends_as_soon_as_it_is_done() -> None:
    answers: list[bool | Exception] = [ConnectionError("the database starts"), False, True, False]

    async def is_done() -> bool:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert asyncio.run(wait_until(is_done, look_seconds=0))
    assert answers == [False]


def test_waiting_has_an_end() -> None:
    async def is_done() -> bool:
        return False

    assert not asyncio.run(wait_until(is_done, wait_seconds=0, look_seconds=0))
