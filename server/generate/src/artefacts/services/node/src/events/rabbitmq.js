// Events through RabbitMQ: one topic exchange, a queue for each consumer, dead letters in a queue beside it.
import amqp from "amqplib";
import { setTimeout as pause } from "node:timers/promises";

const EXCHANGE = "events";
const PREFETCH = 10;
const AGAIN_MS = 2_000;
// A message that takes the process down with it each time is not delivered for ever.
const DELIVERY_LIMIT = 20;

/**
 * `addresses` maps the events that are announced here to where they go. `subscription` is `{ group, addresses, deadLetter, consume }`,
 * or absent when nothing is heard. An event that is `expected` by somebody counts as sent only when a queue has taken it.
 */
export function createBroker({ name, url, log, addresses = {}, expected = [], subscription, optional = false }) {
  let connection;
  let channel;
  let consumerTag;
  let stopped = false;
  const inWork = new Set();
  // Ids of events that no queue took.
  const returned = new Set();

  async function open() {
    connection = await amqp.connect(url, { timeout: 5_000, heartbeat: 10 });
    connection.on("error", (error) => log.warn({ broker: name, error }, "broker connection failed"));
    connection.on("close", reopen);
    channel = await connection.createConfirmChannel();
    channel.on("error", (error) => log.warn({ broker: name, error }, "broker channel failed"));
    channel.on("return", ({ properties }) => returned.add(properties.messageId));
    await channel.assertExchange(EXCHANGE, "topic", { durable: true });
    if (subscription) await listen(channel);
  }
  async function listen(channel) {
    const { group, addresses: keys, deadLetter } = subscription;
    const queue = { "x-queue-type": "quorum", "x-delivery-limit": DELIVERY_LIMIT };
    if (deadLetter) {
      await channel.assertQueue(deadLetter, { durable: true, arguments: { "x-queue-type": "quorum" } });
      Object.assign(queue, { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": deadLetter });
    }
    await channel.assertQueue(group, { durable: true, arguments: queue });
    for (const key of keys) await channel.bindQueue(group, EXCHANGE, key);
    await channel.prefetch(PREFETCH);
    ({ consumerTag } = await channel.consume(group, (message) => {
      // No message: the broker has taken the queue away. Connecting again declares it again.
      if (message === null) return connection.close().catch(() => {});
      const work = take(channel, message);
      inWork.add(work);
      void work.finally(() => inWork.delete(work));
    }));
  }
  async function take(channel, message) {
    try {
      await subscription.consume(message.content);
      channel.ack(message);
    } catch {
      // Not again into the queue: to the dead letters where there are some.
      channel.nack(message, false, false);
    }
  }
  async function reopen() {
    channel = undefined;
    while (!stopped) {
      await pause(AGAIN_MS);
      try {
        if (!stopped) await open();
        return;
      } catch (error) {
        log.warn({ broker: name, error, again_in_ms: AGAIN_MS }, "broker is away");
      }
    }
  }
  return {
    name,
    optional,
    addresses,
    start: open,
    async check() {
      if (!channel) throw new Error("not connected");
    },
    /** Resolves when the broker has the event safely. */
    async publish(event) {
      if (!channel) throw new Error(`${name} is not connected`);
      const content = Buffer.from(JSON.stringify(event));
      const mandatory = expected.includes(event.type);
      const options = { persistent: true, mandatory, contentType: "application/cloudevents+json", messageId: event.id, type: event.type };
      await new Promise((resolve, reject) => {
        channel.publish(EXCHANGE, addresses[event.type], content, options, (error) => (error ? reject(error) : resolve()));
      });
      // The broker sends it back before it confirms.
      if (returned.delete(event.id)) throw new Error(`no queue waits for “${event.type}” yet`);
    },
    async stop() {
      stopped = true;
      if (consumerTag) await channel?.cancel(consumerTag);
      await Promise.allSettled(inWork);
      await connection?.close();
    },
  };
}
