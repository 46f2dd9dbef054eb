//! Rules about what must not leak.

pub(in crate::review) mod card_data_not_isolated;
pub(in crate::review) mod internal_element_exposed;
pub(in crate::review) mod no_authentication;
pub(in crate::review) mod personal_data_in_event;
pub(in crate::review) mod plain_text_secret;
pub(in crate::review) mod secrets_in_environment;
pub(in crate::review) mod security_not_built;
pub(in crate::review) mod sensitive_data_unencrypted;
pub(in crate::review) mod unauthenticated_services;
