//! The server's own router.

use super::{ApiCall, ApiError, ApiReply, Progress, ServerTransport};
use leptos::prelude::use_context;

/// Nothing is downloaded while a page is rendered.
pub(super) async fn receive(_: ApiCall, _: impl Fn(Progress) + 'static) -> Result<(u16, Vec<u8>), ApiError> {
    Err(ApiError::Offline)
}

pub(super) fn send(call: ApiCall) -> impl Future<Output = Result<ApiReply, ApiError>> + Send {
    // Read now: the context belongs to the request that is being rendered, not to whoever polls the future.
    let transport = use_context::<ServerTransport>();
    async move {
        match transport {
            Some(transport) => Ok(transport(call).await),
            None => Err(ApiError::Offline),
        }
    }
}
