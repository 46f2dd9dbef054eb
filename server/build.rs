//! Rebuilds when a migration is added: the macro that embeds them cannot see a new file by itself. Packs the addresses that the
//! loader fills in: read as a list, they are a tenth of the idle server's memory.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        // Understood by glibc 2.36 and newer; a linker that does not know it says so and goes on.
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
