//! Work that goes on while a part of a page is open and is left off when it closes. A timer, a frame or an answer that comes to a page
//! that is gone would read signals that are gone with it, which is a panic: so nothing that takes time is started but through here.

use leptos::{
    leptos_dom::helpers::TimeoutHandle,
    prelude::{GetUntracked, RwSignal, request_animation_frame, set_timeout, set_timeout_with_handle},
    task::spawn_local,
};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

/// Whether the part of the page that made this is still there. Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Alive(RwSignal<()>);

impl Alive {
    /// For as long as the part of the page that is being made.
    pub fn here() -> Self {
        Self(RwSignal::new(()))
    }
    pub fn is_alive(self) -> bool {
        self.0.try_get_untracked().is_some()
    }
    /// Does what takes time; what is left of it is dropped once the page is gone.
    pub fn spawn(self, work: impl Future<Output = ()> + 'static) {
        spawn_local(async move {
            let mut work = pin!(work);
            poll_fn(|context| if self.is_alive() { work.as_mut().poll(context) } else { Poll::Ready(()) }).await;
        });
    }
    /// Runs something after a while.
    pub fn after(self, wait: Duration, run: impl FnOnce() + 'static) {
        set_timeout(move || self.run(run), wait);
    }
    /// Runs something after a while, unless it is called off.
    pub fn after_with_handle(self, wait: Duration, run: impl FnOnce() + 'static) -> Option<TimeoutHandle> {
        set_timeout_with_handle(move || self.run(run), wait).ok()
    }
    /// Runs something before the next picture.
    pub fn next_frame(self, run: impl FnOnce() + 'static) {
        request_animation_frame(move || self.run(run));
    }
    fn run(self, run: impl FnOnce()) {
        if self.is_alive() {
            run();
        }
    }
}

/// Does what has to be brought to its end even if the page closes meanwhile. It may read nothing that belongs to a page.
pub fn go_on(work: impl Future<Output = ()> + 'static) {
    spawn_local(work);
}

/// Runs something after a while, whatever is open then. It may read nothing that belongs to a page.
pub fn later(wait: Duration, run: impl FnOnce() + 'static) {
    set_timeout(run, wait);
}

/// Runs something before the next picture, whatever is open then. It may read nothing that belongs to a page.
pub fn next_frame(run: impl FnOnce() + 'static) {
    request_animation_frame(run);
}
