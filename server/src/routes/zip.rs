//! A bundle's zip on its way to a client. That of a small design is made whole, so that its place among small work is free before the
//! first byte is read. That of any other is read piece by piece while it is made: whoever does not read holds some hundred kilobytes and,
//! after a bounded wait, ends the making.

use crate::{
    error::Problem,
    respond,
    state::{App, is_small},
};
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
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};
use tokio::{runtime::Handle, sync::mpsc, time::timeout};

/// A zip of more bytes is not held whole.
const WHOLE_BYTES: usize = 8 << 20;
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

/// The answer with the zip of a design.
pub(super) async fn answer(app: App, design: Arc<Design>, options: Options) -> Result<Response, Problem> {
    let name = format!("{}.zip", generate::folder_of(&design));
    let body = match whole(&app, design.clone(), options.clone()).await? {
        Some(zip) => Body::from(zip),
        None => streamed(app, design, options).await?,
    };
    Ok(respond::download(&name, "application/zip", body))
}

/// The zip of a small design, unless its texts make it a long one.
async fn whole(app: &App, design: Arc<Design>, options: Options) -> Result<Option<Vec<u8>>, Problem> {
    if !is_small(&design) {
        return Ok(None);
    }
    let making = move |work: &Work| {
        let mut whole = Whole(Vec::new());
        generate::zip(&design, &options, work, &mut whole).map(|_| whole.0)
    };
    match app.small.run(making).await? {
        Ok(zip) => Ok(Some(zip)),
        Err(GenerateError::Unwritten(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The zip as it is made. A fault that is found after it began breaks it off: the client sees a failed download.
async fn streamed(app: App, design: Arc<Design>, options: Options) -> Result<Body, Problem> {
    let (out, mut pieces) = mpsc::channel(WAITING_PIECES);
    let writer = Pieces { out, runtime: Handle::current(), piece: Vec::new(), sent: 0, waited: Duration::ZERO, patience: PATIENCE };
    let mut making: Making = Box::pin(async move {
        let pool = app.pool_of(design.elements.len());
        Ok(pool.stream(move |work| generate::zip(&design, &options, work, writer).map(|_| ())).await?)
    });
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
    // What has ended before anything was sent may still say what was wrong.
    let is_whole = first.len() < FIRST_PIECES;
    let making = match outcome {
        Some(outcome) => {
            outcome??;
            None
        }
        None if is_whole => {
            making.await??;
            None
        }
        None => Some(making),
    };
    Ok(if is_whole {
        Body::from(first.into_iter().flatten().collect::<Vec<u8>>())
    } else {
        Body::new(Zip { first, pieces, making, failed: None })
    })
}

/// Why what was made is worth nothing; logged, because the client learns no more than that the download has failed.
fn failure(outcome: Outcome) -> Option<io::Error> {
    match outcome {
        Ok(Ok(())) => return None,
        Ok(Err(GenerateError::Unwritten(cause))) => tracing::info!(cause, "a zip was broken off on its way"),
        Ok(Err(error)) => tracing::error!(%error, "a zip was broken off on its way"),
        Err(problem) => tracing::error!(?problem, "a zip was broken off on its way"),
    }
    Some(io::Error::other("the zip was broken off"))
}

/// The body: first what was kept, then what comes.
struct Zip {
    first: VecDeque<Bytes>,
    pieces: mpsc::Receiver<Bytes>,
    /// Until it has ended. Whoever drops the body drops it too, and the pool takes back its leave.
    making: Option<Making>,
    failed: Option<io::Error>,
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
            (_, Some(failed), _) => Poll::Ready(Some(Err(failed))),
            (Poll::Ready(Some(piece)), None, _) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            (Poll::Ready(None), None, None) => Poll::Ready(None),
            _ => Poll::Pending,
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::new()
    }
}

/// A zip in memory, as long as it may be.
#[derive(Debug)]
struct Whole(Vec<u8>);

impl io::Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > WHOLE_BYTES {
            return Err(io::Error::other("the zip is too long to be held whole"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where the zip is written to: hands over pieces, and waits for the reader while too many wait for it.
struct Pieces {
    out: mpsc::Sender<Bytes>,
    runtime: Handle,
    piece: Vec<u8>,
    sent: u64,
    waited: Duration,
    patience: Duration,
}

impl Pieces {
    fn send(&mut self) -> io::Result<()> {
        let piece = Bytes::from(std::mem::take(&mut self.piece));
        let bytes = piece.len() as u64;
        let began = Instant::now();
        let left = (self.patience + Duration::from_secs(self.sent / SLOWEST_BYTES_PER_SECOND)).saturating_sub(self.waited);
        match self.runtime.block_on(async { timeout(left, self.out.send(piece)).await }) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::{future::poll_fn, io::Write};
    use tokio::task::spawn_blocking;

    fn pieces(patience: Duration) -> (Pieces, mpsc::Receiver<Bytes>) {
        let (out, received) = mpsc::channel(WAITING_PIECES);
        (Pieces { out, runtime: Handle::current(), piece: Vec::new(), sent: 0, waited: Duration::ZERO, patience }, received)
    }

    /// Why the writing of more than may wait ended.
    async fn written(mut pieces: Pieces) -> String {
        let long = vec![7; (WAITING_PIECES + 1) * PIECE_BYTES];
        spawn_blocking(move || pieces.write_all(&long).map_or_else(|error| error.to_string(), |()| "written".into())).await.unwrap()
    }

    #[test]
    fn a_zip_is_held_whole_up_to_its_limit() {
        let mut whole = Whole(Vec::new());
        whole.write_all(&vec![7; WHOLE_BYTES]).unwrap();
        assert!(whole.write_all(&[7]).is_err());
        assert_eq!(whole.0.len(), WHOLE_BYTES);
    }

    #[tokio::test]
    async fn a_reader_who_does_not_read_ends_the_making() {
        let (pieces, received) = pieces(Duration::from_millis(20));
        assert_eq!(written(pieces).await, "the client reads too slowly");
        assert_eq!(received.len(), WAITING_PIECES, "no more than these wait");
    }

    #[tokio::test]
    async fn a_reader_who_leaves_ends_the_making() {
        let (pieces, received) = pieces(PATIENCE);
        drop(received);
        assert_eq!(written(pieces).await, "the client has left");
    }

    #[tokio::test]
    async fn a_fault_on_the_way_breaks_the_answer_off() {
        let read = async |outcome: Outcome| {
            let (pieces, received) = pieces(PATIENCE);
            drop(pieces);
            let first = VecDeque::from([Bytes::from_static(b"PK")]);
            let mut body = Zip { first, pieces: received, making: Some(Box::pin(std::future::ready(outcome))), failed: None };
            let mut read = Vec::new();
            while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
                read.push(frame.map(|frame| frame.into_data().unwrap()).map_err(|error| error.to_string()));
                if read.last().is_some_and(Result::is_err) {
                    break;
                }
            }
            read
        };
        let begun = Ok(Bytes::from_static(b"PK"));
        assert_eq!(read(Ok(Ok(()))).await, std::slice::from_ref(&begun));
        let fault = GenerateError::Internal { file: "a".into(), message: "b".into() };
        assert_eq!(read(Ok(Err(fault))).await, [begun, Err("the zip was broken off".to_owned())]);
    }
}
