// Events through Kafka: a topic for each event, a consumer group for each consumer, dead letters in a topic of the group's own.
import { Kafka, logLevel } from "kafkajs";

/**
 * `addresses` maps the events that are announced here to where they go. `subscription` is `{ group, addresses, deadLetter, consume }`,
 * or absent when nothing is heard.
 */
export function createBroker({ name, url, service, log, addresses = {}, subscription, optional = false }) {
  const kafka = new Kafka({
    clientId: service,
    brokers: [new URL(url).host],
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => log.debug({ broker: name, detail: entry.log.message }, "kafka"),
  });
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  const consumer = subscription && kafka.consumer({ groupId: subscription.group });
  const admin = kafka.admin();
  let isUp = false;
  const send = (topic, key, value) => producer.send({ topic, acks: -1, messages: [{ key, value }] });

  return {
    name,
    optional,
    addresses,
    async start() {
      await admin.connect();
      const topics = [...Object.values(addresses), ...(subscription?.addresses ?? []), subscription?.deadLetter].filter(Boolean);
      // Those that are there stay as they are.
      await admin.createTopics({ topics: [...new Set(topics)].map((topic) => ({ topic })) });
      await producer.connect();
      if (consumer) {
        consumer.on(consumer.events.CRASH, () => (isUp = false));
        consumer.on(consumer.events.GROUP_JOIN, () => (isUp = true));
        await consumer.connect();
        await consumer.subscribe({ topics: subscription.addresses, fromBeginning: true });
        await consumer.run({
          // The offset moves on when this resolves: after the work, never before.
          eachMessage: async ({ message }) => {
            try {
              await subscription.consume(message.value);
            } catch {
              if (subscription.deadLetter) await send(subscription.deadLetter, message.key, message.value);
            }
          },
        });
      }
      isUp = true;
    },
    async check() {
      if (!isUp) throw new Error("not connected");
    },
    /** Resolves when the broker has the event safely. Events about one record stay in order. */
    publish: (event) => send(addresses[event.type], event.subject ?? event.id, JSON.stringify(event)),
    async stop() {
      await consumer?.disconnect();
      await producer.disconnect();
      await admin.disconnect();
    },
  };
}
