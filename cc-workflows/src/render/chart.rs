//! Charts: a row of blocks in a terminal, an SVG on a page.

use crate::page::{Bar, Chart};

use super::escape::Html;

/// From low to high.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The bars as a row of blocks; a bar of no height is a dot.
pub(super) fn blocks(chart: &Chart) -> String {
    let blocks = chart.bars.iter().map(|bar| {
        if bar.height <= 0.0 {
            return '·';
        }
        let share = share(chart, bar);
        let at = BLOCKS.iter().zip(1_u8..).take_while(|(_, step)| share > f64::from(step - 1) / 8.0).last();
        at.map_or('▁', |(block, _)| *block)
    });
    blocks.collect()
}

/// How much of the full height a bar takes.
fn share(chart: &Chart, bar: &Bar) -> f64 {
    if chart.top > 0.0 { (bar.height / chart.top).clamp(0.0, 1.0) } else { 0.0 }
}

/// The size of the drawing, in its own units: a bar is at most this wide.
const HEIGHT: f64 = 80.0;
const SLOT: f64 = 46.0;
/// A character above or below a bar takes about so much, and so much stays free beside them.
const CHARACTER: f64 = 6.6;
const BESIDE: f64 = 8.0;
const BAR: f64 = 26.0;
/// Above the bars for the numbers, and below them for the labels.
const HEAD: f64 = 18.0;
const FOOT: f64 = 20.0;

/// The chart as an SVG with a name and a description, and the numbers at the bars.
pub(super) fn svg(chart: &Chart, id: &str, html: &mut Html) {
    let bars = f64::from(u32::try_from(chart.bars.len()).unwrap_or(u32::MAX));
    // Where no bar is full, no room is kept for a full one.
    let tallest = chart.bars.iter().map(|bar| share(chart, bar)).fold(0.0, f64::max);
    let base = HEAD + HEIGHT * tallest;
    let slot = slot(chart);
    let (width, height) = (bars * slot, base + FOOT);
    let (name, about) = (format!("{id}-name"), format!("{id}-about"));
    html.open(
        "svg",
        &[
            ("viewBox", &format!("0 0 {width:.0} {height:.0}")),
            ("style", &format!("max-width:{:.0}px", width * 1.5)),
            ("role", "img"),
            ("aria-labelledby", &format!("{name} {about}")),
        ],
    );
    html.element("title", &[("id", &name)], &chart.title);
    html.element("desc", &[("id", &about)], &chart.summary);
    html.empty(
        "line",
        &[
            ("class", "base"),
            ("x1", "0"),
            ("x2", &format!("{width:.0}")),
            ("y1", &format!("{base:.1}")),
            ("y2", &format!("{base:.1}")),
        ],
    );
    let mut middle = slot / 2.0;
    for bar in &chart.bars {
        let tall = HEIGHT * share(chart, bar);
        let top = base - tall;
        html.empty(
            "rect",
            &[
                ("x", &format!("{:.1}", middle - BAR / 2.0)),
                ("y", &format!("{top:.1}")),
                ("width", &format!("{BAR:.0}")),
                ("height", &format!("{tall:.1}")),
                ("rx", "3"),
            ],
        );
        let x = format!("{middle:.1}");
        html.element("text", &[("x", &x), ("y", &format!("{:.1}", top - 5.0))], &bar.value);
        html.element(
            "text",
            &[("class", "day"), ("x", &x), ("y", &format!("{:.1}", height - 5.0))],
            &bar.label,
        );
        middle += slot;
    }
    html.close("svg");
}

/// How much room a bar has: enough for what is written at it.
fn slot(chart: &Chart) -> f64 {
    let longest = chart.bars.iter().flat_map(|bar| [&bar.label, &bar.value]).map(|text| text.chars().count());
    let longest = longest.max().and_then(|longest| u32::try_from(longest).ok()).map_or(0.0, f64::from);
    SLOT.max(longest * CHARACTER + BESIDE)
}

#[cfg(test)]
mod tests {
    use crate::page::{Bar, Chart};

    #[test]
    fn blocks_are_as_high_as_their_bars() {
        for (heights, row) in [
            (vec![0.0, 1.0, 2.0], "·▄█"),
            (vec![8.0, 7.0, 1.0], "█▇▁"),
            (vec![0.0, 0.0], "··"),
            (vec![1.0], "▄"),
            (vec![1.0, 1_000.0], "▁█"),
            (vec![], ""),
        ] {
            let top = heights.iter().copied().fold(2.0, f64::max);
            let bars = heights.into_iter().map(|height| Bar { height, ..Bar::default() }).collect();
            assert_eq!(super::blocks(&Chart { top, bars, ..Chart::default() }), row);
        }
    }
}
