//! The closed sets of answers, as the engine sees them. Their slugs are those of the questions' choices.

use crate::discovery::hearing::Hearing;

/// An enum whose variants have the slugs of a question's choices.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $slug:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }
        }
        impl $name {
            /// The slug of the choice.
            pub fn slug(self) -> &'static str {
                Word::slug(self)
            }
        }
    };
}

/// What the reader needs to know of such an enum.
pub(super) trait Word: Copy + 'static {
    const ALL: &'static [Self];
    fn slug(self) -> &'static str;
}

words!(
    /// Kinds of system with usual capabilities.
    Archetype { Ecommerce = "e-commerce", Saas = "saas", RestaurantVoice = "restaurant-voice", Other = "other" }
);
words!(
    /// Who uses it.
    Users { Public = "public", Businesses = "businesses", Staff = "staff", Programs = "programs" }
);
words!(
    /// Data after a year.
    Volume { Small = "small", Medium = "medium", Large = "large", Huge = "huge" }
);
words!(
    /// What exists today.
    CurrentSystem { None = "none", Monolith = "monolith", Services = "services" }
);
words!(
    /// The database somebody prefers.
    DatabasePreference { Decide = "decide", Postgresql = "postgresql", Mysql = "mysql", Mongodb = "mongodb" }
);
words!(
    /// How parts should talk.
    Communication { Decide = "decide", Request = "request", Events = "events" }
);
words!(
    /// How it runs on a developer's machine.
    Development { Compose = "compose", Kubernetes = "kubernetes", Native = "native" }
);
words!(
    /// What it may cost a month.
    Budget { Under50 = "under-50", Under250 = "50-250", Under1000 = "250-1000", More = "more" }
);
words!(
    /// Who looks after it.
    Operations { Nobody = "nobody", Shared = "shared", OnCall = "on-call" }
);
words!(
    /// Where the code lives.
    Repository { Github = "github", Gitlab = "gitlab", Own = "own" }
);
words!(
    /// Where secrets should be kept.
    SecretsWish { Platform = "platform", Vault = "vault", Cloud = "cloud", Environment = "environment" }
);
words!(
    /// Rules that apply to the data.
    Compliance { Gdpr = "gdpr", PciDss = "pci-dss", Hipaa = "hipaa", Soc2 = "soc2" }
);
words!(
    /// How closely it is watched.
    Watching { Metrics = "metrics", Logs = "logs", Full = "full" }
);

impl Archetype {
    /// The kind of system a text names. A restaurant counts as one with voice only when it also speaks of voice or phone.
    pub(super) fn heard(hearing: &Hearing) -> Self {
        let names = |kind: &str| hearing.kinds.iter().any(|(named, _)| *named == kind);
        match () {
            () if names("restaurant") && names("phone") => Self::RestaurantVoice,
            () if names("e-commerce") => Self::Ecommerce,
            () if names("saas") => Self::Saas,
            () => Self::Other,
        }
    }
    /// What such systems usually need.
    pub fn capabilities(self) -> &'static [&'static str] {
        match self {
            Self::Ecommerce => &["accounts", "catalog", "orders", "payments", "notifications"],
            Self::Saas => &["access", "tenants", "billing", "analytics", "notifications"],
            Self::RestaurantVoice => &["menu", "reservations", "orders", "voice"],
            Self::Other => &[],
        }
    }
    /// What nearly every system needs, when neither the kind nor the purpose says anything.
    pub fn capabilities_when_nothing_is_said(self) -> &'static [&'static str] {
        &["accounts", "content", "notifications"]
    }
    /// What such a system is called when nobody names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ecommerce => "Online shop",
            Self::Saas => "SaaS application",
            Self::RestaurantVoice => "Restaurant with voice ordering",
            Self::Other => "New system",
        }
    }
}

impl Volume {
    /// Disk to plan for after a year, in GiB, over all stores.
    pub fn gib(self) -> u32 {
        match self {
            Self::Small => 10,
            Self::Medium => 100,
            Self::Large => 1_000,
            Self::Huge => 4_000,
        }
    }
    pub fn label(self) -> &'static str {
        match self {
            Self::Small => "under 10 GB",
            Self::Medium => "10 to 100 GB",
            Self::Large => "100 GB to 1 TB",
            Self::Huge => "more than 1 TB",
        }
    }
}

impl Budget {
    pub fn label(self) -> &'static str {
        match self {
            Self::Under50 => "under €50",
            Self::Under250 => "€50 to 250",
            Self::Under1000 => "€250 to 1,000",
            Self::More => "more than €1,000",
        }
    }
}

impl Compliance {
    pub fn label(self) -> &'static str {
        match self {
            Self::Gdpr => "GDPR",
            Self::PciDss => "PCI DSS",
            Self::Hipaa => "HIPAA",
            Self::Soc2 => "SOC 2",
        }
    }
}
