//! The figures that libFuzzer prints when it ends.

/// What a run was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Figures {
    /// How often the target was called.
    pub(super) runs: u64,
    /// How often in a second.
    pub(super) runs_a_second: u64,
    /// Inputs that reached code which none before them had reached.
    pub(super) new_inputs: u64,
    /// The most memory that it held.
    pub(super) mebibytes: u64,
}

/// Reads `stat::number_of_executed_units: 20904` and its like; a run that was killed has printed none.
pub(super) fn read(log: &str) -> Figures {
    let figure = |name: &str| {
        let mut lines = log.lines().filter_map(|line| line.strip_prefix("stat::")?.split_once(':'));
        let found = lines.find(|(found, _)| *found == name);
        found.and_then(|(_, number)| number.trim().parse().ok()).unwrap_or(0)
    };
    Figures {
        runs: figure("number_of_executed_units"),
        runs_a_second: figure("average_exec_per_sec"),
        new_inputs: figure("new_units_added"),
        mebibytes: figure("peak_rss_mb"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_at_the_end_of_a_log_are_read() {
        let log = "Done 101546 runs in 41 second(s)\nstat::number_of_executed_units: 101546\n\
                   stat::average_exec_per_sec:     2476\nstat::new_units_added:          2340\n\
                   stat::slowest_unit_time_sec:    0\nstat::peak_rss_mb:              30\n";
        let expected = Figures { runs: 101_546, runs_a_second: 2476, new_inputs: 2340, mebibytes: 30 };
        assert_eq!(read(log), expected);
        assert_eq!(read("killed"), Figures::default());
    }
}
