//! Which parts of an index are known completely, for scans that read only the next rows.

use crate::Row;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A position in the order of an index: its values, then the key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Position<K> {
    /// Before the first row.
    Start,
    /// At the row with these values and this key, whether it still exists or not.
    At(Row, K),
    /// Behind the last row.
    End,
}

impl<K: Ord> Position<K> {
    /// How this position compares with that of a row.
    pub(crate) fn compare(&self, values: &Row, key: &K) -> Ordering {
        match self {
            Position::Start => Ordering::Less,
            Position::At(at, at_key) => (at, at_key).cmp(&(values, key)),
            Position::End => Ordering::Greater,
        }
    }
}

/// Disjoint ranges of positions, each from one position (exclusive) to another (inclusive).
pub(crate) struct Ranges<K>(BTreeMap<Position<K>, Position<K>>);

impl<K> Default for Ranges<K> {
    fn default() -> Self {
        Ranges(BTreeMap::new())
    }
}

impl<K: Ord + Clone> Ranges<K> {
    /// The end of what is covered without a gap behind `from`; `from` itself where nothing is.
    pub(crate) fn covered_until(&self, from: &Position<K>) -> Position<K> {
        let range = self.0.range(..=from).next_back();
        range.map(|(_, to)| to).filter(|to| *to > from).unwrap_or(from).clone()
    }

    /// Adds a range, joined with those it touches.
    pub(crate) fn add(&mut self, mut from: Position<K>, mut to: Position<K>) {
        self.0.retain(|start, end| {
            let touches = *start <= to && *end >= from;
            if touches {
                from = start.clone().min(from.clone());
                to = end.clone().max(to.clone());
            }
            !touches
        });
        self.0.insert(from, to);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}
