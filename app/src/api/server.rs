//! Nothing is asked for while a page is rendered: what it shows was gathered before.

use super::{ApiCall, ApiError, ApiReply, Progress};

pub(super) async fn receive(_: ApiCall, _: impl Fn(Progress) + 'static) -> Result<(u16, Vec<u8>), ApiError> {
    Err(ApiError::Offline)
}

pub(super) async fn send(_: ApiCall) -> Result<ApiReply, ApiError> {
    Err(ApiError::Offline)
}
