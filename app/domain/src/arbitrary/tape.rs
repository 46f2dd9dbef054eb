//! A finite row of numbers that choices are read from; after its end every choice is the first one.

/// The numbers, and how many are used up.
#[derive(Clone)]
pub struct Tape {
    numbers: Vec<u32>,
    next: usize,
}

/// Short: a failure is told by what was read from the tape, not by its numbers.
impl std::fmt::Debug for Tape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tape of {} numbers", self.numbers.len())
    }
}

impl Tape {
    pub fn new(numbers: Vec<u32>) -> Self {
        Self { numbers, next: 0 }
    }
    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let number = self.numbers.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        number as usize % end.max(1)
    }
    /// True once in `n`, and never after the end.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }
    /// One of several.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
    /// Sometimes a value, more often none.
    pub fn maybe<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.once_in(3) { Some(value(self)) } else { None }
    }
    /// Up to `most` values.
    pub fn several<T>(&mut self, most: usize, mut value: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.below(most + 1);
        (0..count).map(|_| value(self)).collect()
    }
}
