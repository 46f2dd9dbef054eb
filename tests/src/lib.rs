//! What several tests share. No test lives here.
pub mod studio;
