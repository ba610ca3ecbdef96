//! Values that are computed again only when their inputs change.

/// A value with the inputs it was computed from.
///
/// `I` is compared by reference and cloned only on a change, so that a screen may pass long texts on every frame. `S` is the
/// rest of the inputs, small enough to copy.
pub(crate) struct Memo<I, S, V> {
    computed: Option<Computed<I, S, V>>,
    version: u64,
}

struct Computed<I, S, V> {
    input: I,
    stamp: S,
    value: V,
}

impl<I, S, V> Default for Memo<I, S, V> {
    fn default() -> Self {
        Self {
            computed: None,
            version: 0,
        }
    }
}

impl<I: PartialEq + Clone, S: PartialEq, V> Memo<I, S, V> {
    /// Computes the value unless the inputs are those of the current one. Returns whether it did.
    pub(crate) fn update(&mut self, input: &I, stamp: S, make: impl FnOnce() -> V) -> bool {
        if self.is_current(input, &stamp) {
            return false;
        }
        self.version += 1;
        self.computed = Some(Computed {
            input: input.clone(),
            stamp,
            value: make(),
        });
        true
    }

    fn is_current(&self, input: &I, stamp: &S) -> bool {
        self.computed
            .as_ref()
            .is_some_and(|computed| computed.stamp == *stamp && computed.input == *input)
    }

    /// The value, whatever the inputs are now.
    pub(crate) fn get(&self) -> Option<&V> {
        self.computed.as_ref().map(|computed| &computed.value)
    }

    /// The stamp of the current value.
    pub(crate) fn stamp(&self) -> Option<&S> {
        self.computed.as_ref().map(|computed| &computed.stamp)
    }

    /// A number that changes with the value.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// Drops the value.
    pub(crate) fn clear(&mut self) {
        self.computed = None;
        self.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_is_computed_once_per_input() {
        let mut memo = Memo::default();
        let input = "a".to_owned();
        assert!(memo.update(&input, 1, || 10));
        assert!(!memo.update(&input, 1, || 20));
        assert_eq!(memo.get(), Some(&10));
        let version = memo.version();
        assert!(memo.update(&input, 2, || 30), "the stamp is an input");
        assert!(memo.update(&"b".to_owned(), 2, || 40));
        assert_eq!(memo.get(), Some(&40));
        assert_ne!(memo.version(), version);
        memo.clear();
        assert_eq!(memo.get(), None);
    }
}
