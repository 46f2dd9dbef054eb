//! Locks that all tabs of this browser see: whether another page still lives, and one thing at a time. Where the browser has none (a page
//! that came over plain HTTP) it says so; what is done then is for whoever asks. Must not know what is guarded.

/// Names this page. With locks the name is made anew at each load and held for as long as the page lives; without them it is the name of
/// the tab, reloads included, which a duplicated tab has too.
pub fn page_name() -> String {
    inner::page_name()
}

/// This page holds a lock under its name, so that others hear when it is gone.
pub fn page_is_held() -> bool {
    inner::page_is_held()
}

/// Runs something once no page of this name lives, at once if it is gone already; it hears whether the page lived when this was called.
/// Never without locks.
pub fn when_gone(page: &str, then: impl FnOnce(bool) + 'static) {
    inner::when_gone(page, then);
}

/// Does something while no other tab does what has the same name. Without locks it is done all the same.
pub async fn one_at_a_time<T>(name: &str, work: impl Future<Output = T>) -> T {
    let lock = inner::acquire(name, true).await;
    let done = work.await;
    drop(lock);
    done
}

#[cfg(all(target_arch = "wasm32", feature = "hydrate"))]
mod inner {
    use crate::{alive, browser};
    use js_sys::{Function, Object, Promise, Reflect};
    use std::{
        cell::{Cell, OnceCell, RefCell},
        rc::Rc,
    };
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::JsFuture;

    thread_local! {
        static NAME: OnceCell<String> = const { OnceCell::new() };
        static IS_HELD: Cell<bool> = const { Cell::new(false) };
    }

    /// A lock that is held until this is dropped.
    pub(super) struct Lock(Function);

    impl Drop for Lock {
        fn drop(&mut self) {
            let _ = self.0.call0(&JsValue::NULL);
        }
    }

    fn manager() -> Option<JsValue> {
        let locks = Reflect::get(&web_sys::window()?.navigator(), &"locks".into()).ok()?;
        locks.is_object().then_some(locks)
    }

    /// Gets a lock, if need be by waiting. Nothing, where it would have to wait and must not, where there are no locks, and where the
    /// browser refuses.
    pub(super) async fn acquire(name: &str, waits: bool) -> Option<Lock> {
        let locks = manager()?;
        let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into::<Function>().ok()?;
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &(!waits).into()).ok()?;
        // What is granted waits here. It goes with whoever asked: a lock that nobody waits for any more is let go at once, or no tab would
        // get it again.
        let slot = Rc::new(RefCell::new(None::<Lock>));
        let asker = Rc::downgrade(&slot);
        // The lock is held until the promise that its callback gives is kept.
        let granted = Promise::new(&mut |grant, refuse| {
            let (none, asker) = (refuse.clone(), asker.clone());
            let held = Closure::once_into_js(move |lock: JsValue| -> JsValue {
                let Some(slot) = asker.upgrade().filter(|_| !lock.is_null()) else {
                    return none.call0(&JsValue::NULL).unwrap_or_default();
                };
                let held = Promise::new(&mut |release, _| _ = slot.replace(Some(Lock(release))));
                let _ = grant.call0(&JsValue::NULL);
                held.into()
            });
            match request.call3(&locks, &name.into(), &options, &held) {
                Ok(answer) => alive::go_on(async move {
                    if JsFuture::from(Promise::resolve(&answer)).await.is_err() {
                        let _ = refuse.call0(&JsValue::NULL);
                    }
                }),
                Err(_) => {
                    let _ = refuse.call0(&JsValue::NULL);
                }
            }
        });
        JsFuture::from(granted).await.ok()?;
        slot.take()
    }

    fn lock_of(page: &str) -> String {
        format!("page:{page}")
    }

    /// Asks for the lock before the name is told to anybody.
    fn hold_new_name() -> String {
        if manager().is_none() {
            return browser::tab_name();
        }
        let name = browser::unique_name();
        let lock = lock_of(&name);
        IS_HELD.set(true);
        alive::go_on(async move {
            match acquire(&lock, true).await {
                Some(lock) => std::mem::forget(lock), // Until the page is gone.
                None => IS_HELD.set(false),
            }
        });
        name
    }

    pub(super) fn page_name() -> String {
        NAME.with(|name| name.get_or_init(hold_new_name).clone())
    }
    pub(super) fn page_is_held() -> bool {
        page_name();
        IS_HELD.get()
    }
    pub(super) fn when_gone(page: &str, then: impl FnOnce(bool) + 'static) {
        let lock = lock_of(page);
        alive::go_on(async move {
            let at_once = acquire(&lock, false).await;
            let lived = at_once.is_none();
            let held = if lived { acquire(&lock, true).await } else { at_once };
            if held.is_some() {
                then(lived);
            }
            drop(held);
        });
    }
}

#[cfg(not(all(target_arch = "wasm32", feature = "hydrate")))]
mod inner {
    pub(super) fn page_name() -> String {
        String::new()
    }
    pub(super) fn page_is_held() -> bool {
        false
    }
    pub(super) fn when_gone(_page: &str, _then: impl FnOnce(bool) + 'static) {}
    pub(super) async fn acquire(_name: &str, _waits: bool) -> Option<String> {
        None
    }
}
