//! Rebuilds when a migration is added: the macro that embeds them cannot see a new file by itself.

#![expect(clippy::print_stdout, reason = "standard output is how a build script speaks to Cargo")]

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
