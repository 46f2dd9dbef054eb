//! By which share link a browser has just come to a design. A browser that nobody knew and that opens two links at once is given two
//! identities, of which it keeps the last; where a page of a design is not found, the link that led there gives the design, once, to the
//! identity that stayed.

use super::{owner::cookie, token::Token};
use crate::error::Problem;
use axum::http::{HeaderMap, HeaderValue};

/// Both answers have come long before.
const MAX_AGE_S: u32 = 10 * 60;

const fn name(https: bool) -> &'static str {
    if https { "__Secure-groundplan_link" } else { "groundplan_link" }
}

/// Notes the link, for the pages of this design alone.
pub fn note(link: &Token, project: &str, https: bool) -> Result<HeaderValue, Problem> {
    set(link.reveal(), project, MAX_AGE_S, https)
}

/// Forgets it.
pub fn forget(project: &str, https: bool) -> Result<HeaderValue, Problem> {
    set("", project, 0, https)
}

/// The link that led to the page.
pub fn link(headers: &HeaderMap, https: bool) -> Option<Token> {
    Token::parse(cookie(headers, name(https))?)
}

fn set(value: &str, project: &str, max_age_s: u32, https: bool) -> Result<HeaderValue, Problem> {
    let secure = if https { "; Secure" } else { "" };
    let cookie = format!("{}={value}; Path=/p/{project}; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}", name(https));
    HeaderValue::from_str(&cookie).map_err(Problem::internal)
}
