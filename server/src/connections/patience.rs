//! A connection whose other end has to read. While nothing can be written, time runs; what is read wins time back, so that whoever
//! reads slowly is served and whoever does not read is cut off.

use std::{
    io::{Error, ErrorKind, IoSlice, Result},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};

/// Slower than this, a reader uses up the time it is given.
const BYTES_PER_SECOND: f64 = 2_048.0;

/// A stream that gives up on readers who do not read.
#[derive(Debug)]
pub(super) struct Patient<S> {
    stream: S,
    /// How long a reader may take nothing.
    most: Duration,
    /// What is left of that.
    left: Duration,
    /// Since when nothing can be written, and when that ends the connection.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl<S> Patient<S> {
    pub(super) const fn new(stream: S, most: Duration) -> Self {
        Self { stream, most, left: most, waiting: None }
    }

    /// Counts what a write came to.
    fn weigh(&mut self, written: Poll<Result<usize>>, context: &mut Context<'_>) -> Poll<Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => {
                if let Some((since, _)) = self.waiting.take() {
                    self.left = self.left.saturating_sub(since.elapsed());
                }
                self.left = self.most.min(self.left + Duration::from_secs_f64(bytes as f64 / BYTES_PER_SECOND));
                Poll::Ready(Ok(bytes))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                let left = self.left;
                let (_, end) = self.waiting.get_or_insert_with(|| {
                    let now = Instant::now();
                    (now, Box::pin(sleep_until(now + left)))
                });
                ready!(end.as_mut().poll(context));
                metrics::counter!("groundplan_http_cut_off_total", "why" => "slow-reader").increment(1);
                Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "the client does not read")))
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.weigh(written, context)
    }
    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, pieces: &[IoSlice<'_>]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.weigh(written, context)
    }
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt, duplex},
        time::sleep,
    };

    #[tokio::test]
    async fn whoever_does_not_read_is_cut_off() {
        let (here, _there) = duplex(64);
        let mut stream = Patient::new(here, Duration::from_millis(50));
        assert_eq!(stream.write_all(&[0; 1_000]).await.unwrap_err().kind(), ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_drop_now_and_then_is_not_reading() {
        let (here, mut there) = duplex(64);
        let mut stream = Patient::new(here, Duration::from_millis(100));
        let sip = tokio::spawn(async move {
            // A byte is worth half a millisecond here, and takes twenty.
            while there.read_exact(&mut [0]).await.is_ok() {
                sleep(Duration::from_millis(20)).await;
            }
        });
        assert_eq!(stream.write_all(&[0; 1_000]).await.unwrap_err().kind(), ErrorKind::TimedOut);
        drop(stream);
        sip.await.unwrap();
    }

    #[tokio::test]
    async fn a_slow_reader_gets_everything() {
        let (here, mut there) = duplex(1_024);
        let mut stream = Patient::new(here, Duration::from_millis(400));
        let read = tokio::spawn(async move {
            let (mut all, mut piece) = (0, [0; 1_024]);
            while let Ok(bytes @ 1..) = there.read(&mut piece).await {
                all += bytes;
                sleep(Duration::from_millis(50)).await;
            }
            all
        });
        // Longer in all than a reader may take nothing.
        stream.write_all(&[0; 12_000]).await.unwrap();
        drop(stream);
        assert_eq!(read.await.unwrap(), 12_000);
    }
}
