//! Recovery links: a browser's designs are not lost with its cookie. Whoever opens the link and agrees joins that browser's owner.

pub mod create;
pub mod join;
pub mod preview;
pub mod show;

use crate::{error::Problem, security::token::Token};
use domain::protocol::RecoveryToken;

/// The token of a request. What cannot be one leads nowhere.
fn parse(RecoveryToken { token }: &RecoveryToken) -> Result<Token, Problem> {
    Token::parse(token).ok_or_else(|| Problem::not_found("recovery link"))
}
