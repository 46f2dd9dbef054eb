//! A TCP forwarder whose far end can be switched, as a virtual address is: what clients are told to ask stays, who answers changes. It
//! knows nothing of what it carries.

use anyhow::Result;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
};

/// Who answers, and whether anything is passed on.
#[derive(Debug, Clone, Default)]
struct State {
    targets: Vec<SocketAddr>,
    is_held: bool,
    /// Connections of an earlier one are cut.
    generation: u64,
}

/// A forwarder. Ends when dropped.
#[derive(Debug)]
pub struct Wire {
    pub address: SocketAddr,
    state: watch::Sender<State>,
    accepting: JoinHandle<()>,
}

impl Wire {
    /// Listens on a free port of this machine.
    pub async fn to(targets: &[SocketAddr]) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (state, watched) = watch::channel(State { targets: targets.to_vec(), ..State::default() });
        Ok(Self { address, state, accepting: tokio::spawn(accept(listener, watched)) })
    }

    /// Leads new connections elsewhere, in turn; those that are open stay.
    pub fn lead(&self, targets: &[SocketAddr]) {
        self.state.send_modify(|state| state.targets = targets.to_vec());
    }

    /// Leads everything elsewhere: open connections are cut.
    pub fn switch(&self, target: SocketAddr) {
        self.state.send_modify(|state| *state = State { targets: vec![target], is_held: false, generation: state.generation + 1 });
    }

    /// Passes nothing on any more, and cuts nothing: a network that has become slow. What is under way is lost with the next switch.
    pub fn hold(&self) {
        self.state.send_modify(|state| state.is_held = true);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.state.send_modify(|state| state.generation += 1);
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, state: watch::Receiver<State>) {
    let turn = Arc::new(AtomicUsize::new(0));
    while let Ok((near, _)) = listener.accept().await {
        tokio::spawn(carry(near, state.clone(), turn.clone()));
    }
}

/// Carries one connection to the first target that takes it; drops it when none does.
async fn carry(near: TcpStream, mut state: watch::Receiver<State>, turn: Arc<AtomicUsize>) {
    let State { targets, generation, .. } = state.borrow_and_update().clone();
    let first = turn.fetch_add(1, Ordering::Relaxed);
    for at in 0..targets.len() {
        let Ok(far) = TcpStream::connect(targets[(first + at) % targets.len()]).await else { continue };
        // Small messages must not wait for more; without that it is only slower.
        let _ = (near.set_nodelay(true), far.set_nodelay(true));
        let (near_in, near_out) = near.into_split();
        let (far_in, far_out) = far.into_split();
        let mut cut = state.clone();
        tokio::select! {
            // An error says that the forwarder has gone.
            _ = cut.wait_for(|state| state.generation != generation) => {}
            () = pass(near_in, far_out, state.clone(), generation) => {}
            () = pass(far_in, near_out, state, generation) => {}
        }
        return;
    }
}

/// Passes bytes on in one direction until either end closes. What is held when the connection is cut is lost.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut state: watch::Receiver<State>, generation: u64) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        let passes = state.wait_for(|state| !state.is_held || state.generation != generation).await;
        if !passes.is_ok_and(|state| state.generation == generation) || to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}
