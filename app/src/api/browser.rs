//! `fetch`, with a time limit.

use super::{ApiCall, ApiError, ApiReply, Progress, TIMEOUT_MS};
use js_sys::{Reflect, Uint8Array};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, Request, RequestCredentials, RequestInit, Response, Window};

pub(super) fn send(call: ApiCall) -> impl Future<Output = Result<ApiReply, ApiError>> + Send {
    SendWrapper::new(async move {
        let limit = Limit::new()?;
        let exchange = async {
            let response = answer(&limit, &call).await?;
            let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
            let wait = response.headers().get("Retry-After").ok().flatten();
            Ok(ApiReply { status: response.status(), body, retry_after_s: wait.and_then(|seconds| seconds.trim().parse().ok()) })
        };
        exchange.await.map_err(|_: JsValue| limit.error())
    })
}

/// Status and bytes of the answer.
pub(super) fn receive(
    call: ApiCall,
    progress: impl Fn(Progress) + 'static,
) -> impl Future<Output = Result<(u16, Vec<u8>), ApiError>> + Send {
    SendWrapper::new(async move {
        let mut limit = Limit::new()?;
        let response = answer(&limit, &call).await.map_err(|_| limit.error())?;
        let total = response.headers().get("Content-Length").ok().flatten().and_then(|length| length.parse().ok());
        let mut bytes = Vec::new();
        let Some(body) = response.body() else { return Ok((response.status(), bytes)) };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        loop {
            progress(Progress { received: bytes.len() as u64, total });
            limit.restart()?;
            let piece = JsFuture::from(reader.read()).await.map_err(|_| limit.error())?;
            match Reflect::get(&piece, &"value".into()).ok().and_then(|value| value.dyn_into::<Uint8Array>().ok()) {
                Some(piece) => bytes.extend(piece.to_vec()),
                None => return Ok((response.status(), bytes)),
            }
        }
    })
}

async fn answer(limit: &Limit, call: &ApiCall) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_method(call.method.as_str());
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_signal(Some(&limit.controller.signal()));
    if let Some(body) = &call.body {
        init.set_body(&JsValue::from_str(body));
    }
    let request = Request::new_with_str_and_init(&call.path, &init)?;
    request.headers().set("Accept", call.accept)?;
    if call.body.is_some() {
        request.headers().set("Content-Type", "application/json")?;
    }
    JsFuture::from(limit.window.fetch_with_request(&request)).await?.dyn_into()
}

/// Aborts a call that takes longer than [`TIMEOUT_MS`].
struct Limit {
    window: Window,
    controller: AbortController,
    abort: Closure<dyn FnMut()>,
    timer: Option<i32>,
}

impl Limit {
    fn new() -> Result<Self, ApiError> {
        let window = web_sys::window().ok_or(ApiError::Offline)?;
        let controller = AbortController::new().map_err(|_| ApiError::Offline)?;
        let abort = {
            let controller = controller.clone();
            Closure::new(move || controller.abort())
        };
        let mut limit = Self { window, controller, abort, timer: None };
        limit.restart()?;
        Ok(limit)
    }
    /// The time begins anew.
    fn restart(&mut self) -> Result<(), ApiError> {
        self.stop();
        let callback = self.abort.as_ref().unchecked_ref();
        let timer = self.window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, TIMEOUT_MS);
        self.timer = Some(timer.map_err(|_| ApiError::Offline)?);
        Ok(())
    }
    fn stop(&mut self) {
        if let Some(timer) = self.timer.take() {
            self.window.clear_timeout_with_handle(timer);
        }
    }
    /// Why a call failed.
    fn error(&self) -> ApiError {
        if self.controller.signal().aborted() { ApiError::TimedOut } else { ApiError::Offline }
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        self.stop();
    }
}
