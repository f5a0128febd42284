//! Chance that is the same every time: a history is its seed.

/// Numbers by a seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        // Neighbouring seeds must not give neighbouring histories.
        let mut chance = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x1234_5678_9ABC_DEF1);
        chance.number();
        chance
    }

    /// Any number: xorshift64*.
    pub(crate) fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below this one, which is not zero.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        (self.number() >> 11) % end
    }

    /// A number up to this one; no number is far more likely than another, but the ends come often.
    pub(crate) fn up_to(&mut self, end: u64) -> u64 {
        match self.below(4) {
            0 => 0,
            1 => end,
            _ => self.below(end + 1),
        }
    }

    /// Whether one of so many chances came true.
    pub(crate) fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[usize::try_from(self.below(among.len() as u64)).unwrap()]
    }
}
