// Events through NATS JetStream: one stream for all events, a durable consumer for each consumer, dead letters in a stream beside it.
import { AckPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";

const EVENTS = { name: "EVENTS", subjects: ["events.>"] };
const DEAD_LETTERS = { name: "DEAD_LETTERS", subjects: ["dead-letters.>"] };
const ACK_WAIT_NS = 60_000 * 1_000_000;
const DELIVERY_LIMIT = 20;

/**
 * `addresses` maps the events that are announced here to where they go. `subscription` is `{ group, addresses, deadLetter, consume }`,
 * or absent when nothing is heard.
 */
export function createBroker({ name, url, service, log, addresses = {}, subscription, optional = false }) {
  const { hostname, port, username, password } = new URL(url);
  let connection;
  let client;
  let messages;
  let working = Promise.resolve();

  const ensureStream = async (manager, stream) => {
    try {
      await manager.streams.info(stream.name);
    } catch {
      await manager.streams.add(stream);
    }
  };
  async function work() {
    for await (const message of messages) {
      try {
        await subscription.consume(message.string());
        message.ack();
      } catch {
        if (subscription.deadLetter) await client.publish(subscription.deadLetter, message.data);
        message.term();
      }
    }
  }
  return {
    name,
    optional,
    addresses,
    async start() {
      connection ??= await connect({ servers: `${hostname}:${port}`, user: username, pass: decodeURIComponent(password), name: service, maxReconnectAttempts: -1 });
      const manager = await jetstreamManager(connection);
      await ensureStream(manager, EVENTS);
      client = jetstream(connection);
      if (!subscription) return;
      await ensureStream(manager, DEAD_LETTERS);
      const { group, addresses: subjects } = subscription;
      const filter = subjects.length === 1 ? { filter_subject: subjects[0] } : { filter_subjects: subjects };
      const settings = { durable_name: group, ack_policy: AckPolicy.Explicit, ack_wait: ACK_WAIT_NS, max_deliver: DELIVERY_LIMIT, ...filter };
      // Adding it again changes what may have changed.
      await manager.consumers.add(EVENTS.name, settings);
      const consumer = await client.consumers.get(EVENTS.name, group);
      messages = await consumer.consume({ max_messages: 10 });
      working = work().catch((error) => log.error({ broker: name, error }, "cannot read events"));
    },
    async check() {
      await connection.flush();
    },
    /** Resolves when the broker has the event safely. */
    publish: (event) => client.publish(addresses[event.type], JSON.stringify(event), { msgID: event.id }),
    async stop() {
      await messages?.close();
      await working;
      await connection?.drain();
    },
  };
}
