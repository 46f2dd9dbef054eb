//! A bundle's zip on its way to a client. It is made in the compute pool and read piece by piece: whoever does not read holds some hundred
//! kilobytes and, after a bounded wait, ends the making. A small zip is sent in one piece, with its length.

use crate::{error::Problem, respond, state::App};
use axum::{
    body::{Body, Bytes, HttpBody},
    response::Response,
};
use domain::{Design, work::Work};
use generate::{GenerateError, Options};
use hyper::body::{Frame, SizeHint};
use std::{
    collections::VecDeque,
    io,
    ops::Deref,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};
use tokio::{runtime::Handle, sync::mpsc, time::timeout};

/// Bytes that are handed over at once.
const PIECE_BYTES: usize = 32 << 10;
/// Pieces that are kept before the answer begins. A zip that ends within them has a length, and any fault in it a problem document.
const FIRST_PIECES: usize = 16;
/// Pieces that wait for their reader after that.
const WAITING_PIECES: usize = 4;
/// How long the making waits for a reader at least, in all.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes a second with which a reader keeps the patience as it is.
const SLOWEST_BYTES_PER_SECOND: u64 = 128 << 10;

/// How the making ended.
type Outcome = Result<Result<(), GenerateError>, Problem>;
type Making = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// The answer with the zip of a design. A fault that is found after it began breaks it off: the client sees a failed download.
pub(super) async fn answer(app: App, design: impl Deref<Target = Design> + Send + 'static, options: Options) -> Result<Response, Problem> {
    let name = format!("{}.zip", generate::folder_of(&design));
    let (out, mut pieces) = mpsc::channel(WAITING_PIECES);
    let writer = Pieces { out, runtime: Handle::current(), piece: Vec::new(), sent: 0, waited: Duration::ZERO };
    let mut making: Making =
        Box::pin(async move { app.workshop.run(move || generate::zip(&design, &options, &Work::unlimited(), writer).map(|_| ())).await });
    let mut first = VecDeque::new();
    let mut outcome = None;
    while first.len() < FIRST_PIECES {
        tokio::select! {
            biased;
            piece = pieces.recv() => match piece {
                Some(piece) => first.push_back(piece),
                None => break,
            },
            ended = &mut making, if outcome.is_none() => outcome = Some(ended),
        }
    }
    if first.len() < FIRST_PIECES {
        match outcome {
            Some(outcome) => outcome??,
            None => making.await??,
        }
        let whole: Vec<u8> = first.into_iter().flatten().collect();
        return Ok(respond::download(&name, "application/zip", whole.into()));
    }
    let rest = (outcome.is_none()).then_some(making);
    Ok(respond::download(&name, "application/zip", Body::new(Zip { first, pieces, making: rest, failed: outcome.and_then(failure) })))
}

/// Why what was made is worth nothing.
fn failure(outcome: Outcome) -> Option<String> {
    match outcome {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(problem) => Some(format!("{problem:?}")),
    }
}

/// The body: first what was kept, then what comes.
struct Zip {
    first: VecDeque<Bytes>,
    pieces: mpsc::Receiver<Bytes>,
    /// Until it has ended. Whoever drops the body drops it too, and the pool takes back its leave.
    making: Option<Making>,
    failed: Option<String>,
}

impl HttpBody for Zip {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(piece) = self.first.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        if let Some(making) = &mut self.making
            && let Poll::Ready(outcome) = making.as_mut().poll(context)
        {
            self.making = None;
            self.failed = failure(outcome);
        }
        let piece = self.pieces.poll_recv(context);
        match (piece, self.failed.take(), &self.making) {
            (_, Some(failed), _) => {
                tracing::error!(cause = failed, "a zip was broken off on its way");
                Poll::Ready(Some(Err(io::Error::other("the zip was broken off"))))
            }
            (Poll::Ready(Some(piece)), None, _) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            (Poll::Ready(None), None, None) => Poll::Ready(None),
            _ => Poll::Pending,
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::new()
    }
}

/// Where the zip is written to: hands over pieces, and waits for the reader while too many wait for it.
struct Pieces {
    out: mpsc::Sender<Bytes>,
    runtime: Handle,
    piece: Vec<u8>,
    sent: u64,
    waited: Duration,
}

impl Pieces {
    fn send(&mut self) -> io::Result<()> {
        let piece = Bytes::from(std::mem::take(&mut self.piece));
        let bytes = piece.len() as u64;
        let began = Instant::now();
        let left = (PATIENCE + Duration::from_secs(self.sent / SLOWEST_BYTES_PER_SECOND)).saturating_sub(self.waited);
        match self.runtime.block_on(timeout(left, self.out.send(piece))) {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(io::Error::other("the client has left")),
            Err(_) => return Err(io::Error::other("the client reads too slowly")),
        }
        self.waited += began.elapsed();
        self.sent += bytes;
        Ok(())
    }
}

impl io::Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.piece.capacity() == 0 {
            self.piece.reserve_exact(PIECE_BYTES);
        }
        let taken = bytes.len().min(PIECE_BYTES - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE_BYTES {
            self.send()?;
        }
        Ok(taken)
    }
    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() { Ok(()) } else { self.send() }
    }
}
