// Hands an event to every broker that carries it.
export function createPublisher(brokers, metrics) {
  return async function publish(event) {
    for (const broker of brokers.filter(({ addresses }) => event.type in addresses)) await broker.publish(event);
    metrics.published.inc({ event: event.type });
  };
}
