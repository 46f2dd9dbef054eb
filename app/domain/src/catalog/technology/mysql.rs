//! MySQL: facts only.

use crate::catalog::{EnvValue, EnvVar, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "mysql",
    name: "MySQL",
    kinds: &[ElementKind::Datastore],
    standings: &[Standing::Realised],
    icon: "b-mysql",
    image: "mysql",
    tag: "9.7.2",
    builder: None,
    args: &[],
    port: 3306,
    extra_ports: &[],
    env: &[
        EnvVar { name: "MYSQL_DATABASE", value: EnvValue::Plain("{name}") },
        EnvVar { name: "MYSQL_USER", value: EnvValue::Plain("app") },
        EnvVar { name: "MYSQL_PASSWORD_FILE", value: EnvValue::SecretFile("password") },
        EnvVar { name: "MYSQL_ROOT_PASSWORD_FILE", value: EnvValue::SecretFile("root-password") },
    ],
    config: None,
    volume: Some("/var/lib/mysql"),
    probe: Probe::Command(&["mysqladmin", "ping", "-h", "127.0.0.1", "--silent"]),
    uid: 999,
    writable: &["/tmp", "/var/run/mysqld"],
    read_only_root: true,
    cpu_millicores: 1000,
    memory_mib: 768,
    licence: "GPL-2.0-only",
    homepage: "https://www.mysql.com",
    supported_until: "2034-04-21",
    checked: super::CHECKED,
    notes: "Long-term support line, widely known and easy to host. Choose it when the team or existing systems use it already.",
    observes: None,
    companion_of: None,
    language: None,
};
