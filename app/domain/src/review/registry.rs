//! The list of all rules, in order of their codes within their groups.

use super::{
    Rule,
    rules::{communication, cost, data, operations, resilience, security, structure, team},
};

static ALL: &[&Rule] = &[
    &structure::orphan_element::RULE,
    &structure::nano_service::RULE,
    &structure::god_service::RULE,
    &structure::undescribed_part::RULE,
    &structure::context_circle::RULE,
    &data::shared_database::RULE,
    &data::reaching_into_data::RULE,
    &data::unowned_data::RULE,
    &data::unbounded_growth::RULE,
    &data::dual_write::RULE,
    &data::edge_reaches_data::RULE,
    &data::entity_owned_twice::RULE,
    &data::write_without_saga::RULE,
    &communication::no_gateway::RULE,
    &communication::gateway_bypassed::RULE,
    &communication::sync_cycle::RULE,
    &communication::deep_sync_chain::RULE,
    &communication::chatty_pair::RULE,
    &communication::synchronous_everywhere::RULE,
    &communication::event_without_consumer::RULE,
    &communication::event_without_publisher::RULE,
    &communication::no_api_version::RULE,
    &communication::unnamed_event::RULE,
    &communication::tight_coupling::RULE,
    &communication::event_without_schema::RULE,
    &communication::browser_speaks_grpc::RULE,
    &communication::scattered_integration::RULE,
    &resilience::no_circuit_breaker::RULE,
    &resilience::no_fallback::RULE,
    &resilience::timeout_shorter_than_callee::RULE,
    &resilience::no_timeout::RULE,
    &resilience::retry_without_idempotency::RULE,
    &resilience::retry_amplification::RULE,
    &resilience::single_point_of_failure::RULE,
    &resilience::consumer_without_dead_letter::RULE,
    &resilience::no_retry::RULE,
    &resilience::websocket_without_backplane::RULE,
    &resilience::cache_needed::RULE,
    &security::internal_element_exposed::RULE,
    &security::plain_text_secret::RULE,
    &security::sensitive_data_unencrypted::RULE,
    &security::no_authentication::RULE,
    &security::card_data_not_isolated::RULE,
    &security::unauthenticated_services::RULE,
    &security::secrets_in_environment::RULE,
    &security::personal_data_in_event::RULE,
    &operations::no_health_check::RULE,
    &operations::no_monitoring::RULE,
    &operations::no_tracing::RULE,
    &operations::no_correlation_ids::RULE,
    &operations::no_central_logs::RULE,
    &operations::latest_tag::RULE,
    &operations::missing_limits::RULE,
    &operations::blind_release::RULE,
    &operations::foreign_platform_choice::RULE,
    &team::too_many_services_per_team::RULE,
    &team::lock_step_release::RULE,
    &team::context_without_team::RULE,
    &team::split_context::RULE,
    &team::too_few_people::RULE,
    &cost::idle_replicas::RULE,
    &cost::server_per_tiny_context::RULE,
    &cost::broker_for_one_event::RULE,
    &cost::heavy_observability::RULE,
    &cost::over_budget::RULE,
];

/// Every rule of the review.
pub fn rules() -> &'static [&'static Rule] {
    ALL
}

/// The rule with a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code == code)
}
