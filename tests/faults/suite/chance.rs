//! Chance that is the same in every run.

/// Numbers that look random, and are the same every time.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below another.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // Knuth's numbers for a sequence of 64 bits; the upper half of each is the better one.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    /// From 0 to 1.
    pub(crate) fn part(&mut self) -> f64 {
        f64::from(u32::try_from(self.below(1 << 31)).unwrap_or(0)) / f64::from(1_u32 << 31)
    }
}
