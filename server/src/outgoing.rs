//! Large answers on their way: given to the connection piece by piece, and counted as memory that their client holds until the last
//! piece is taken.

use crate::{error::Problem, memory::Held, security::client, state::App};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hyper::body::{Frame, SizeHint};
use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

/// Smaller answers are not counted, and larger ones come in pieces of this size.
const PIECE_BYTES: usize = 64 * 1024;

/// Around everything that makes answers.
pub async fn hold(State(app): State<App>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    // Answers without a length are made as they are read.
    let bytes = response.body().size_hint().exact().filter(|bytes| *bytes > PIECE_BYTES as u64);
    let Some(bytes) = bytes else { return response };
    let mut held = app.answers.holder(client::current().network);
    if !held.grow(bytes) {
        return Problem::busy(5).into_response();
    }
    response.map(|body| Body::new(Pieces { body, rest: Bytes::new(), _held: held }))
}

/// A body in pieces.
struct Pieces {
    body: Body,
    rest: Bytes,
    _held: Held,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(context)).map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => self.rest = data,
                Some(Ok(Err(other))) => return Poll::Ready(Some(Ok(other))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
        let piece = self.rest.len().min(PIECE_BYTES);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let rest = self.rest.len() as u64;
        self.body.size_hint().exact().map_or_else(SizeHint::new, |bytes| SizeHint::with_exact(rest + bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Memory;
    use std::{future::poll_fn, net::IpAddr};

    #[tokio::test]
    async fn a_large_answer_comes_in_pieces_and_is_held_until_the_last() {
        let memory = Memory::new(1 << 20);
        let mut held = memory.holder(IpAddr::from([192, 0, 2, 1]));
        assert!(held.grow(150_000));
        let mut body = Pieces { body: Body::from(vec![7; 150_000]), rest: Bytes::new(), _held: held };
        let mut sizes = Vec::new();
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            sizes.push(frame.unwrap().into_data().unwrap().len());
            let left = 150_000 - sizes.iter().sum::<usize>();
            assert_eq!(body.size_hint().exact(), Some(left as u64));
            assert_eq!(body.is_end_stream(), left == 0);
            assert_eq!(memory.held(), 150_000);
        }
        assert_eq!(sizes, [PIECE_BYTES, PIECE_BYTES, 150_000 - 2 * PIECE_BYTES]);
        drop(body);
        assert_eq!(memory.held(), 0);
    }
}
