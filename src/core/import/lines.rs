//! Line numbers.

/// The number of the line that a text ends in.
pub(super) fn line_after(text: &str) -> usize {
    LineCounter::of(text, &[]).line_at(text.len())
}

/// Counts lines incrementally, so that a long log is counted once and not once per token.
pub(super) struct LineCounter<'a> {
    text: &'a str,
    has_returns: bool,
    /// Where line breaks were removed from the text.
    breaks: &'a [usize],
    at: usize,
    line: usize,
    line_start: usize,
}

impl<'a> LineCounter<'a> {
    pub(super) fn of(text: &'a str, breaks: &'a [usize]) -> Self {
        Self {
            text,
            has_returns: text.contains('\r'),
            breaks,
            at: 0,
            line: 1,
            line_start: 0,
        }
    }

    /// The line of an offset. An offset before the last one gets the line of the last one.
    pub(super) fn line_at(&mut self, at: usize) -> usize {
        if at > self.at {
            let passed = &self.text[self.at..at];
            if self.has_returns {
                // A carriage return alone ends a line, too; with a line feed it is one end.
                let is_end = |at: usize| !self.text[at..].starts_with("\r\n");
                let ends = passed.match_indices(['\n', '\r']);
                for (i, _) in ends.filter(|(i, _)| is_end(self.at + i)) {
                    self.line += 1;
                    self.line_start = self.at + i + 1;
                }
            } else {
                self.line += passed.matches('\n').count();
                if let Some(last) = passed.rfind('\n') {
                    self.line_start = self.at + last + 1;
                }
            }
            let gone = self.breaks.partition_point(|place| *place <= at);
            self.line += gone;
            self.breaks = &self.breaks[gone..];
            self.at = at;
        }
        self.line
    }

    /// The line of the last offset.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// Whether the current line is a cookie header.
    pub(super) fn is_cookie(&self) -> bool {
        let line = self.text[self.line_start..]
            .trim_start_matches([' ', '\t', '-', 'H', '\'', '"', '<', '>']);
        ["cookie:", "set-cookie:"].iter().any(|header| {
            line.get(..header.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(header))
        })
    }
}
