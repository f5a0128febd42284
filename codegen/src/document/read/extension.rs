//! The keys of our own: paging styles, rate limits, waiters, tools.

use super::Reader;
use crate::document::{Node, PagingStyle, RateLimits, Tool, Waiter, WaiterPass};

impl Reader<'_, '_> {
    pub(super) fn paging_styles(&mut self, root: &Node) -> Vec<PagingStyle> {
        let mut styles = Vec::new();
        let known = ["limit", "offset", "items", "total", "default", "x-evidence"];
        for entry in self.map(root, "x-pagination-styles") {
            let node = &entry.value;
            if !self.object(node, "a paging style", &known) {
                continue;
            }
            styles.push(PagingStyle {
                span: node.span,
                name: entry.key.clone(),
                limit: self.required_text(node, "limit", "a paging style"),
                offset: self.required_text(node, "offset", "a paging style"),
                items: self.required_text(node, "items", "a paging style"),
                total: self.text(node, "total"),
                default_size: self.small_count(node, "default"),
                evidence: self.evidence(node, "x-evidence"),
            });
        }
        styles
    }

    pub(super) fn rate_limits(&mut self, root: &Node) -> Option<RateLimits> {
        let node = root.get("x-rate-limits")?;
        if !self.object(node, "`x-rate-limits`", &["per", "windows", "headers", "x-evidence"]) {
            return None;
        }
        let windows = node.get("windows");
        if let Some(windows) = windows {
            self.object(windows, "`windows`", &["minute", "hour", "day"]);
        } else {
            self.missing(node.span, "`x-rate-limits`", "windows");
        }
        let mut window = |key| windows.and_then(|windows| self.small_count(windows, key));
        let (minute, hour, day) = (window("minute"), window("hour"), window("day"));
        Some(RateLimits {
            span: node.span,
            per: self.word(node, "per", &[("key", ())]).and_then(|_| self.text(node, "per")),
            minute,
            hour,
            day,
            headers: self.texts(node, "headers"),
            evidence: self.evidence(node, "x-evidence"),
        })
    }

    pub(super) fn waiter(&mut self, operation: &Node) -> Option<Waiter> {
        let node = operation.get("x-waiter")?;
        let known = ["poll", "pass", "watch", "done", "failed", "x-evidence"];
        if !self.object(node, "`x-waiter`", &known) {
            return None;
        }
        for key in ["pass", "done"] {
            if node.get(key).is_none() {
                self.missing(node.span, "`x-waiter`", key);
            }
        }
        let mut pass = Vec::new();
        for entry in self.map(node, "pass") {
            if let Some(pointer) = self.as_text(&entry.value) {
                pass.push(WaiterPass { argument: entry.key.clone(), pointer });
            }
        }
        Some(Waiter {
            span: node.span,
            poll: self.required_text(node, "poll", "`x-waiter`"),
            pass,
            watch: self.required_text(node, "watch", "`x-waiter`"),
            done: self.texts(node, "done"),
            failed: self.texts(node, "failed"),
            evidence: self.evidence(node, "x-evidence"),
        })
    }

    pub(super) fn tool(&mut self, operation: &Node) -> Option<Tool> {
        let node = operation.get("x-tool")?;
        if !self.object(node, "`x-tool`", &["name", "arguments", "toolset", "tier"]) {
            return None;
        }
        let mut arguments = Vec::new();
        for entry in self.map(node, "arguments") {
            if let Some(name) = self.as_text(&entry.value) {
                arguments.push((entry.key.clone(), name));
            }
        }
        Some(Tool {
            span: node.span,
            name: self.text(node, "name"),
            arguments,
            toolset: self.required_text(node, "toolset", "`x-tool`"),
            core: self.word(node, "tier", &[("core", true), ("catalogue", false)]),
        })
    }
}
