//! How products are run and spoken to: what the catalogue of products does not say because only a generator needs it.

/// How one product's image starts and how clients address it.
#[derive(Debug)]
pub(super) struct Product {
    slug: &'static str,
    /// The scheme of its connection URL.
    pub scheme: &'static str,
    /// The account clients name in the URL, as the catalogue's environment creates it.
    pub account: Option<&'static str>,
    /// Clients name a database in the URL: the element's id with underscores.
    pub database: bool,
    /// What the image runs by itself, spelt out because a wrapper that reads secrets replaces it. Empty where the catalogue's
    /// arguments say it all.
    pub start: &'static [&'static str],
    /// What its arguments say in the place of `{purpose}` where its data must stay and where it may vanish; `{memory}` is what it may
    /// fill, in MiB. Empty for products that know nothing of it.
    pub purposes: Purposes,
    /// The program of its probe takes a secret from the environment, as the product does.
    pub probe_reads_secrets: bool,
    /// Its image prepares no directory for the volume, which then belongs to root: in compose it runs as root without any capability.
    pub volume_belongs_to_root: bool,
    /// Seconds to flush and stop.
    pub stop_grace_seconds: u32,
}

/// Arguments by what the data is worth.
#[derive(Debug)]
pub(super) struct Purposes {
    pub keeps: &'static str,
    pub caches: &'static str,
}

/// It refuses writes that do not fit, and has what it keeps on its disk.
const REDIS: Purposes = Purposes {
    keeps: "--appendonly yes --maxmemory {memory}mb --maxmemory-policy noeviction",
    // Whatever was asked for longest ago makes room, and nothing is written to a disk.
    caches: "--save '' --appendonly no --maxmemory {memory}mb --maxmemory-policy allkeys-lru",
};
/// Of a memory limit, the share that data may fill; the rest is for connections, buffers and rewriting the log.
const DATA_PERCENT: u32 = 75;

impl Product {
    /// One argument with the flags that follow from what the data is worth.
    pub(super) fn with_purpose(&self, arg: &str, caches: bool, memory_mib: u32) -> String {
        let flags = if caches { self.purposes.caches } else { self.purposes.keeps };
        let memory = (memory_mib * DATA_PERCENT / 100).max(1);
        arg.replace("{purpose}", &flags.replace("{memory}", &memory.to_string()))
    }
}

const PLAIN: Product = Product {
    slug: "",
    scheme: "tcp",
    account: None,
    database: false,
    start: &[],
    purposes: Purposes { keeps: "", caches: "" },
    probe_reads_secrets: false,
    volume_belongs_to_root: false,
    stop_grace_seconds: 30,
};

const PRODUCTS: &[Product] = &[
    Product { slug: "postgresql", scheme: "postgresql", account: Some("app"), database: true, stop_grace_seconds: 60, ..PLAIN },
    Product { slug: "timescaledb", scheme: "postgresql", account: Some("app"), database: true, stop_grace_seconds: 60, ..PLAIN },
    Product { slug: "seaweedfs", scheme: "http", volume_belongs_to_root: true, ..PLAIN },
    Product { slug: "mysql", scheme: "mysql", account: Some("app"), database: true, stop_grace_seconds: 60, ..PLAIN },
    Product { slug: "mongodb", scheme: "mongodb", account: Some("app"), database: true, stop_grace_seconds: 60, ..PLAIN },
    Product { slug: "redis", scheme: "redis", purposes: REDIS, probe_reads_secrets: true, ..PLAIN },
    Product {
        slug: "elasticsearch",
        scheme: "http",
        account: Some("elastic"),
        start: &["/bin/tini", "--", "/usr/local/bin/docker-entrypoint.sh", "eswrapper"],
        stop_grace_seconds: 60,
        ..PLAIN
    },
    Product {
        slug: "rabbitmq",
        scheme: "amqp",
        account: Some("app"),
        start: &["docker-entrypoint.sh", "rabbitmq-server"],
        stop_grace_seconds: 60,
        ..PLAIN
    },
    Product { slug: "kafka", scheme: "kafka", stop_grace_seconds: 60, ..PLAIN },
    Product { slug: "nats", scheme: "nats", account: Some("app"), ..PLAIN },
];

/// What is known of a product beyond its catalogue entry; a plain TCP server when nothing is.
pub(super) fn product(slug: &str) -> &'static Product {
    PRODUCTS.iter().find(|p| p.slug == slug).unwrap_or(&PLAIN)
}
