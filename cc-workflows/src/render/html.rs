//! A page as one HTML file that asks nobody for anything: style and charts are in it, and a policy in its head
//! forbids browsers the rest.

use crate::page::{Block, Chart, Column, ColumnKind, Figure, Gap, Page, Section, Table, Tone};

use super::chart::svg;
use super::escape::Html;

/// Light and dark, wide and narrow, on paper.
const STYLE: &str = include_str!("style.css");

/// Nothing is fetched and nothing runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Writes a page as one HTML file without any outside request.
pub fn html(page: &Page) -> String {
    let mut html = Html::default();
    head(&mut html, page);
    html.open("body", &[]);
    html.line();
    html.open("header", &[]);
    html.element("h1", &[], &page.title);
    html.element("p", &[("class", "lead")], &page.subtitle);
    html.close("header");
    html.line();
    html.open("main", &[]);
    let mut charts = 0;
    for (at, part) in page.sections.iter().enumerate() {
        html.line();
        section(&mut html, part, &format!("part-{}", at + 1), &mut charts);
    }
    html.line();
    html.close("main");
    html.line();
    html.close("body");
    html.line();
    html.close("html");
    html.line();
    html.finish()
}

fn head(html: &mut Html, page: &Page) {
    html.ours("<!doctype html>\n");
    html.open("html", &[("lang", "en")]);
    html.line();
    html.open("head", &[]);
    html.open("meta", &[("charset", "utf-8")]);
    html.line();
    html.open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    html.line();
    html.open("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    html.open("meta", &[("name", "color-scheme"), ("content", "light dark")]);
    html.open("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    html.line();
    html.element("title", &[], &page.title);
    html.line();
    html.open("style", &[]);
    html.ours(STYLE);
    html.close("style");
    html.close("head");
    html.line();
}

fn section(html: &mut Html, section: &Section, id: &str, charts: &mut usize) {
    html.open("section", &[("aria-labelledby", id)]);
    html.element("h2", &[("id", id)], &section.title);
    if let Some(lead) = &section.lead {
        html.element("p", &[("class", "lead")], lead);
    }
    for block in &section.blocks {
        html.line();
        match block {
            Block::Points(points) => {
                html.open("ul", &[]);
                for point in points {
                    html.open("li", &[]);
                    html.linked(&point.text, point.link.as_ref());
                    html.close("li");
                }
                html.close("ul");
            }
            Block::Figures(figures) => figure_tiles(html, figures),
            Block::Charts(list) => chart_figures(html, list, charts),
            Block::Table(rows) => table(html, rows, id),
            Block::Gap(missing) => gap(html, missing),
        }
    }
    html.line();
    html.close("section");
}

fn figure_tiles(html: &mut Html, figures: &[Figure]) {
    html.open("dl", &[("class", "tiles")]);
    for figure in figures {
        html.open("div", &[]);
        html.element("dt", &[], &figure.label);
        html.element("dd", &[("class", "value")], &figure.value);
        html.element("dd", &[("class", tone(figure.tone))], &figure.note);
        html.close("div");
    }
    html.close("dl");
}

fn chart_figures(html: &mut Html, list: &[Chart], charts: &mut usize) {
    html.open("div", &[("class", "charts")]);
    for chart in list {
        *charts += 1;
        html.open("figure", &[]);
        html.open("figcaption", &[]);
        html.element("strong", &[], &chart.title);
        html.text(" ");
        html.element("span", &[], &chart.summary);
        html.close("figcaption");
        svg(chart, &format!("chart-{charts}"), html);
        html.close("figure");
    }
    html.close("div");
}

/// A table by the name of its section's heading.
fn table(html: &mut Html, table: &Table, heading: &str) {
    // A table that is wider than the window scrolls, and can be reached by keyboard for that.
    let scroll = [("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-labelledby", heading)];
    html.open("div", &scroll);
    html.open("table", &[("aria-labelledby", heading)]);
    html.open("thead", &[]);
    html.open("tr", &[]);
    for column in &table.columns {
        html.element("th", &[("scope", "col"), ("class", kind(column))], &column.title);
    }
    html.close("tr");
    html.close("thead");
    html.open("tbody", &[]);
    for row in &table.rows {
        html.line();
        html.open("tr", &[]);
        for (at, (column, cell)) in table.columns.iter().zip(row).enumerate() {
            let element = if at == 0 { "th" } else { "td" };
            let class = format!("{} {}", kind(column), tone(cell.tone));
            let mut attributes = vec![("class", class.as_str()), ("data-column", &column.title)];
            attributes.extend((at == 0).then_some(("scope", "row")));
            html.open(element, &attributes);
            html.linked(&cell.text, cell.link.as_ref());
            html.close(element);
        }
        html.close("tr");
    }
    html.close("tbody");
    html.close("table");
    html.close("div");
}

fn gap(html: &mut Html, gap: &Gap) {
    html.open("div", &[("class", "gap")]);
    html.element("p", &[], &gap.missing);
    html.element("p", &[("class", "next")], &gap.next);
    html.close("div");
}

fn kind(column: &Column) -> &'static str {
    match column.kind {
        ColumnKind::Short => "short",
        ColumnKind::Number => "number",
        ColumnKind::Main => "main",
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Faint => "faint",
    }
}
