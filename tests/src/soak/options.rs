//! What `make soak` is told on its command line.

use anyhow::{Context as _, Result, bail};

/// How the flags are told to whoever asks.
pub const USAGE: &str = "\
make soak SOAK='[--minutes N] [--kills N] [--pages N]'
  --minutes N   how long the neighbour is measured, quiet and beside the attacks (60); 0 leaves this part out
  --kills N     kills so often each: the one server, a replica, and the primary of PostgreSQL with two kinds of standby (0)
  --pages N     asks for so many pages as fifty people, and looks into each of them (0)
Ends with exit code 1 when a stated bound is missed.";

/// What to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub minutes: u64,
    pub kills: usize,
    pub pages: u64,
}

impl Options {
    /// Reads the arguments after the program's name.
    ///
    /// # Errors
    /// When one is not known or lacks its number.
    pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut options = Self { minutes: 60, kills: 0, pages: 0 };
        let mut arguments = arguments.into_iter();
        while let Some(flag) = arguments.next() {
            let mut number = || -> Result<u64> {
                let text = arguments.next().with_context(|| format!("{flag} needs a number"))?;
                text.parse().with_context(|| format!("{flag} {text}: that is no number"))
            };
            match flag.as_str() {
                "--minutes" => options.minutes = number()?,
                "--kills" => options.kills = usize::try_from(number()?)?,
                "--pages" => options.pages = number()?,
                _ => bail!("{flag} is not known\n{USAGE}"),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Options> {
        Options::read(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn flags_are_read_and_unknown_ones_are_refused() {
        assert_eq!(read("").unwrap(), Options { minutes: 60, kills: 0, pages: 0 });
        assert_eq!(read("--pages 7 --minutes 0 --kills 3").unwrap(), Options { minutes: 0, kills: 3, pages: 7 });
        for wrong in ["--pages", "--minutes x", "--page 3", "5"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
