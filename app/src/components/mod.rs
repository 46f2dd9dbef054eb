//! Parts that several pages use. Each shows what it is given; none talks to the server.

pub mod bar;
pub mod clash_dialog;
pub mod dialog;
pub mod find_field;
pub mod finder;
pub mod footer;
pub mod icon;
pub mod keys;
pub mod link_maker;
pub mod long_list;
pub mod miniature;
pub mod page_state;
pub mod prose;
pub mod recovery;
pub mod search;
pub mod share;
pub mod sketch;
pub mod theme_toggle;
pub mod title;
pub mod toast;
pub mod typed;
pub mod version_name;
pub mod when;

pub use icon::Icon;
pub use title::Title;
