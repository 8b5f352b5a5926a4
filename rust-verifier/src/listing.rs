//! Lists in sentences: texts one behind the other, with something between them.

/// A list being written.
#[derive(Debug)]
pub(crate) struct Listing {
    text: String,
    between: &'static str,
}

impl Listing {
    /// A list as a person reads it.
    pub(crate) const fn new() -> Self {
        Self::with(", ")
    }

    /// A list with something else between its items.
    pub(crate) const fn with(between: &'static str) -> Self {
        Self { text: String::new(), between }
    }

    /// Adds an item that is not empty.
    #[inline(never)]
    pub(crate) fn add(&mut self, item: &str) {
        if !self.text.is_empty() {
            self.text.push_str(self.between);
        }
        self.text.push_str(item);
    }

    /// What was written.
    pub(crate) fn text(self) -> String {
        self.text
    }
}

/// Names as a person reads a list of them.
pub(crate) fn listed(names: &[&str]) -> String {
    joined(names, ", ")
}

/// Names with something else between them.
#[inline(never)]
pub(crate) fn joined(names: &[&str], between: &'static str) -> String {
    let mut listing = Listing::with(between);
    for name in names {
        listing.add(name);
    }
    listing.text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_stands_between_items_and_nowhere_else() {
        assert_eq!(listed(&[]), "");
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b", "c"]), "a, b, c");
        assert_eq!(joined(&["x", "y"], " or "), "x or y");
    }
}
