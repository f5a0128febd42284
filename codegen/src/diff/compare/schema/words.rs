//! What is nothing but words: counted a component, or a part of an operation, and not listed.

use super::Pair;
use crate::diff::compare::Comparison;
use crate::diff::compare::site::Site;
use crate::diff::finding::Finding;
use crate::diff::rules::Rule;

impl Comparison<'_> {
    /// Compares titles, descriptions and examples.
    pub(super) fn words(&mut self, pair: &Pair<'_>) {
        let (base, head) = (&pair.base, &pair.head);
        if base.title != head.title && pair.in_place && (base.title.is_some() || head.title.is_some()) {
            self.title(pair);
        }
        let is_title_said = base.title == head.title || self.type_names(pair.site).is_some();
        let same = is_title_said && base.description == head.description && base.words == head.words;
        if !same {
            let root = pair.site.root();
            self.note_words(&root, &format!("`{}`", root.place));
        }
    }

    /// A type that is written in place is called by its title.
    fn title(&mut self, pair: &Pair<'_>) {
        let Some((before, after)) = self.type_names(pair.site) else { return };
        let message =
            format!("the type of {} was `{before}` and is `{after}`", pair.site.called("the value"));
        let finding = Finding::new(Rule::SchemaRenamed, pair.site.place.clone(), message)
            .before(pair.site.said(&before))
            .after(pair.site.said(&after))
            .hint(format!("keep the old name: `pub type {before} = {after};`"));
        self.note(pair.site, finding);
    }

    /// Remembers what matters in the other direction only: it is said among the words unless that has a finding.
    pub(super) fn keep_quiet(&mut self, site: &Site, rule: Rule) {
        self.quiet.push((site.clone(), rule, self.operation.clone()));
        self.noted += 1;
    }

    /// Says among the words what no finding says.
    pub(in crate::diff::compare) fn flush_quiet(&mut self) {
        for (site, rule, operation) in std::mem::take(&mut self.quiet) {
            if !self.found.has(rule, &site.cause) {
                self.operation = operation;
                let root = site.root();
                let message =
                    format!("limits or defaults of `{}` differ that nobody has to keep to", root.place);
                self.note(&root, Finding::new(Rule::DocsChanged, root.place.clone(), message));
            }
        }
        self.operation = None;
    }
}
