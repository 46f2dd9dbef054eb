//! One file a technology, and their order. Facts only.

mod alertmanager;
mod alloy;
mod elasticsearch;
mod filebeat;
mod go;
mod grafana;
mod jaeger;
mod java_spring;
mod kafka;
mod kibana;
mod kong;
mod loki;
mod mongodb;
mod mysql;
mod nats;
mod nextjs;
mod nginx;
mod node_express;
mod otel_collector;
mod postgresql;
mod prometheus;
mod python_fastapi;
mod rabbitmq;
mod redis;
mod rust_axum;
mod seaweedfs;
mod static_site;
mod tempo;
mod timescaledb;
mod traefik;
mod zipkin;

use super::Technology;

/// When the release records behind these files were last read.
const CHECKED: &str = "2026-08-22";
/// When public files that run the very tags of a few products were last looked up, where no release record was at hand.
const SEEN: &str = "2026-11-26";

pub(super) static ALL: &[&Technology] = &[
    &node_express::TECHNOLOGY,
    &python_fastapi::TECHNOLOGY,
    &rust_axum::TECHNOLOGY,
    &go::TECHNOLOGY,
    &java_spring::TECHNOLOGY,
    &nextjs::TECHNOLOGY,
    &static_site::TECHNOLOGY,
    &nginx::TECHNOLOGY,
    &kong::TECHNOLOGY,
    &traefik::TECHNOLOGY,
    &postgresql::TECHNOLOGY,
    &mysql::TECHNOLOGY,
    &mongodb::TECHNOLOGY,
    &timescaledb::TECHNOLOGY,
    &redis::TECHNOLOGY,
    &elasticsearch::TECHNOLOGY,
    &seaweedfs::TECHNOLOGY,
    &rabbitmq::TECHNOLOGY,
    &kafka::TECHNOLOGY,
    &nats::TECHNOLOGY,
    &prometheus::TECHNOLOGY,
    &alertmanager::TECHNOLOGY,
    &grafana::TECHNOLOGY,
    &loki::TECHNOLOGY,
    &alloy::TECHNOLOGY,
    &kibana::TECHNOLOGY,
    &filebeat::TECHNOLOGY,
    &otel_collector::TECHNOLOGY,
    &jaeger::TECHNOLOGY,
    &zipkin::TECHNOLOGY,
    &tempo::TECHNOLOGY,
];
