"""The relay on SQLite: what is in the outbox leaves in order, and stays while the broker is away."""

from pathlib import Path

import pytest

from app.core.event import Outgoing
from app.core.metrics import Metrics
from app.data import tables
from app.data.database import Database
from app.data.sql_outbox import SqlOutbox
from app.messaging.relay import Relay

from .test_database import event, on_database


def test_the_relay_sends_everything_in_order_and_survives_a_broker_that_is_away(tmp_path: Path) -> None:
    async def relay(database: Database) -> None:
        outbox = SqlOutbox(database, tables.outbox)
        sent: list[int] = []
        away = True

        async def send(outgoing: Outgoing) -> None:
            if away and len(sent) == 2:
                raise ConnectionError("the broker is away")
            sent.append(outgoing.event.data["number"])

        await outbox.add([event(number) for number in range(5)])
        with pytest.raises(ConnectionError):
            await outbox.send_some(send)
        assert await outbox.waiting() == 3
        away = False
        running = Relay(outbox, send, Metrics("example"), look_seconds=0.01)
        running.stop()
        await running.run()
        assert (sent, await outbox.waiting()) == ([0, 1, 2, 3, 4], 0)

    on_database(tmp_path, relay)
