//! How a parameter is written: style, `explode`, `allowReserved`, `content`.
//!
//! Only what makes other bytes of the same value counts: a number is written alike in most ways.

use super::Comparison;
use super::arguments::is_argument;
use super::parameters::{called, values};
use super::site::Site;
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::normal::Side;
use crate::diff::pair::{Fate, ParameterPair};
use crate::diff::rules::Rule;
use crate::document::{Parameter, ParameterPlace, ParameterStyle, SchemaType};

impl Comparison<'_> {
    /// Compares how the values of a parameter are written.
    pub(super) fn serialization(&mut self, pair: &ParameterPair<'_>, site: &Site) {
        let (before, after) = (written(self.base, pair.base), written(self.head, pair.head));
        let moved = pair.fate == Fate::Moved && plain(&before) && plain(&after);
        if before == after || moved {
            return;
        }
        let (before, after) = (before.join(", "), after.join(", "));
        let message = format!("{} was written as {before} and is written as {after}", called(pair.base));
        let made = is_argument(pair.base) == is_argument(pair.head);
        let finding = Finding::new(Rule::ParameterSerializationChanged, site.place.clone(), message)
            .before(before)
            .after(after)
            .rust(if made { Rust::None } else { Rust::Breaking })
            .hint("take the old form too until released clients have moved");
        self.note(site, finding);
    }
}

/// A parameter that moved is written as is usual in its new place.
fn plain(written: &[String]) -> bool {
    matches!(written, [form] if form == "form" || form == "simple")
}

/// How values of a parameter are written, as far as that makes a difference for them.
fn written(side: &Side<'_>, parameter: &Parameter) -> Vec<String> {
    if let Some(media) = parameter.content.first() {
        return vec![media.name.value.to_ascii_lowercase()];
    }
    let types = values(side, parameter).map(|slot| side.shape(&slot).types.clone()).unwrap_or_default();
    let (list, object) = (types.contains(&SchemaType::Array), types.contains(&SchemaType::Object));
    let style = parameter.effective_style();
    let explode = parameter.effective_explode();
    let style = match style {
        // One by one, all of them give `a=1&a=2`; a single value is `a=1` in any case.
        ParameterStyle::SpaceDelimited | ParameterStyle::PipeDelimited if explode || !(list || object) => {
            ParameterStyle::Form
        }
        ParameterStyle::DeepObject if !object => ParameterStyle::Form,
        style => style,
    };
    let matters = match style {
        ParameterStyle::Simple => object,
        ParameterStyle::DeepObject => false,
        _ => list || object,
    };
    let mut form = vec![style.as_str().to_owned()];
    if matters {
        let usual = style == ParameterStyle::Form;
        if explode != usual {
            form.push(format!("explode: {explode}"));
        }
    }
    let text = types.is_empty() || list || object || types.contains(&SchemaType::String);
    let in_query = parameter.place.value == ParameterPlace::Query;
    if text && in_query && parameter.allow_reserved.as_ref().is_some_and(|mark| mark.value) {
        form.push(String::from("allowReserved"));
    }
    form
}
