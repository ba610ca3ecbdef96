//! Rows from a stream: the lines of a list, or the records of a CSV.

use std::{
    borrow::Cow,
    collections::VecDeque,
    io::{self, BufRead, BufReader, Cursor, Read},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};

use crate::core::{
    batch::{
        answer,
        columns::{ColumnError, Columns, Wanted},
        row::Row,
    },
    import::found::COLUMNS,
    json::JsonError,
    key::holds_private_key,
    problem::Advice,
    text::{unit, utf16},
};

/// A stream of bytes that can be read on another thread.
pub type Source = Box<dyn Read + Send>;

/// The longest row, in bytes. A longer one is an unclosed quote or binary data.
pub const MAX_ROW: u64 = 16 * 1024 * 1024;

/// The longest answer of Mux's API, in bytes: it is parsed as a whole.
pub const MAX_ANSWER: u64 = 64 * 1024 * 1024;

/// What is known about a stream before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Whether it is a table; `None` to detect from its first line.
    pub is_table: Option<bool>,
    /// The column to use, by name or number; `None` to detect it.
    pub column: Option<String>,
    /// What the column should contain.
    pub wanted: Wanted,
}

/// Why a stream has no rows, or no more rows.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Read(#[from] io::Error),
    /// It contains a private key where IDs belong.
    #[error("this contains a private key, not IDs")]
    PrivateKey,
    /// It begins like JSON, but is not.
    #[error("not JSON: {0}")]
    Json(JsonError),
    /// An answer of Mux's API without a playback ID.
    #[error("this JSON contains no IDs to sign for")]
    NoIds,
    /// An answer is longer than [`MAX_ANSWER`].
    #[error("the JSON is larger than 64 MB")]
    TooLarge,
    /// A row is longer than [`MAX_ROW`].
    #[error("the row that begins on line {0} is longer than 16 MB")]
    TooLong(u64),
    /// The column cannot be determined.
    #[error(transparent)]
    Column(#[from] ColumnError),
}

impl RowsError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::Read(_) => {
                "Pass the path of a text file or a CSV, or `-` for standard input.".to_owned()
            }
            Self::PrivateKey => {
                "Give the key with `--key-file`, and a list of IDs or URLs here.".to_owned()
            }
            Self::Json(_) => {
                "Pass the answer of the Mux API as it is, or a list with an ID or a URL per line."
                    .to_owned()
            }
            Self::NoIds => {
                "Pass an asset, a live stream or a list of them, as the Mux API returns it."
                    .to_owned()
            }
            Self::TooLarge => "Split it, or pass a list with an ID per line.".to_owned(),
            Self::TooLong(_) => "Look for an unclosed quotation mark there.".to_owned(),
            Self::Column(error) => error.hint(),
        }
    }
}

impl Advice for RowsError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

/// The rows of a stream. Empty lines of a list count as rows, so that line numbers stay right.
pub struct Rows {
    /// The meaning of their cells.
    pub columns: Columns,
    /// Read to detect the columns, and not yet returned.
    ahead: VecDeque<Row>,
    rest: Rest,
}

enum Rest {
    Lines {
        source: Box<dyn BufRead + Send>,
        line: u64,
        /// The last line with the names of columns, if rows need it to be understood.
        columns: Option<Vec<u8>>,
    },
    Table(Box<Table>),
    Over,
}

struct Table {
    reader: Reader<Limited>,
    /// How many bytes of the current record have been read.
    taken: Arc<AtomicU64>,
    lines: Arc<Mutex<Lines>>,
}

/// Fails when a single record is too long, and notes where the lines are that are not empty.
struct Limited {
    source: Box<dyn BufRead + Send>,
    taken: Arc<AtomicU64>,
    lines: Arc<Mutex<Lines>>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let taken = self.taken.fetch_add(count as u64, Ordering::Relaxed) + count as u64;
        if taken > MAX_ROW {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.lines().read(&buffer[..count]);
        Ok(count)
    }
}

impl Limited {
    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the lines of a table start. The reader counts line feeds only, and a record from before the empty lines above it.
#[derive(Default)]
struct Lines {
    /// The offset of the first byte of each line that is not empty, and its number.
    starts: VecDeque<(u64, u64)>,
    at: u64,
    /// The number of lines that ended.
    ended: u64,
    is_in_line: bool,
    is_after_return: bool,
}

impl Lines {
    fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\n' if self.is_after_return => {}
                b'\n' | b'\r' => {
                    self.ended += 1;
                    self.is_in_line = false;
                }
                _ if !self.is_in_line => {
                    self.starts.push_back((self.at, self.ended + 1));
                    self.is_in_line = true;
                }
                _ => {}
            }
            self.is_after_return = *byte == b'\r';
            self.at += 1;
        }
    }

    /// The line of the record that is read from an offset on.
    fn line_from(&mut self, offset: u64) -> Option<u64> {
        while self
            .starts
            .front()
            .is_some_and(|(start, _)| *start < offset)
        {
            self.starts.pop_front();
        }
        self.starts.front().map(|(_, line)| *line)
    }
}

impl Rows {
    /// Begins to read a stream, as far as necessary to detect its columns.
    ///
    /// # Errors
    /// When it cannot be read or the column cannot be determined.
    pub fn open(source: Source, shape: &Shape) -> Result<Self, RowsError> {
        let mut source = decoded(source)?;
        // The rows of a key would end up in tokens and errors.
        let head = String::from_utf8_lossy(source.fill_buf()?);
        if matches!(shape.wanted, Wanted::Ids(_)) && holds_private_key(&head) {
            return Err(RowsError::PrivateKey);
        }
        let is_text = shape.is_table.is_none() && shape.column.is_none();
        if is_text && answer::is_answer(&head, shape.wanted) {
            return Self::open_answer(&mut source);
        }
        let mut first = Vec::new();
        read_line(&mut source, &mut first, 1)?;
        if first.starts_with(b"\xef\xbb\xbf") {
            first.drain(..3);
        }
        let delimiter = delimiter_of(&first);
        let is_name = |line: &[u8]| {
            // A list may have a header, too.
            let row = Row::new(1, vec![line.trim_ascii()]);
            let found = Columns::find(&[row], true, b',', None, shape.wanted);
            found.is_ok_and(|found| found.is_some_and(|columns| columns.header.is_some()))
        };
        let is_table = shape.is_table.unwrap_or_else(|| {
            shape.column.is_some()
                || delimiter.is_some()
                || first.starts_with(b"\"")
                || is_name(&first)
        });
        let source: Box<dyn BufRead + Send> = Box::new(Cursor::new(first).chain(source));
        if !is_table {
            return Ok(Self {
                columns: Columns::list(),
                ahead: VecDeque::new(),
                rest: Rest::Lines {
                    source,
                    line: 0,
                    columns: (shape.wanted == Wanted::Tokens).then(Vec::new),
                },
            });
        }
        let delimiter = delimiter.unwrap_or(b',');
        let taken = Arc::new(AtomicU64::new(0));
        let lines = Arc::new(Mutex::new(Lines::default()));
        let limited = Limited {
            source,
            taken: taken.clone(),
            lines: lines.clone(),
        };
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(limited);
        let mut rest = Rest::Table(Box::new(Table {
            reader,
            taken,
            lines,
        }));
        let mut ahead = Vec::new();
        let columns = loop {
            let row = rest.next().transpose()?;
            let is_all = row.is_none();
            ahead.extend(row);
            let column = shape.column.as_deref();
            if let Some(columns) = Columns::find(&ahead, is_all, delimiter, column, shape.wanted)? {
                break columns;
            }
        };
        let mut ahead = VecDeque::from(ahead);
        if columns.header.is_some() {
            ahead.pop_front();
        }
        Ok(Self {
            columns,
            ahead,
            rest,
        })
    }
}

impl Rows {
    /// Reads an answer of Mux's API as a table.
    fn open_answer(source: &mut impl Read) -> Result<Self, RowsError> {
        let mut bytes = Vec::new();
        source.take(MAX_ANSWER + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_ANSWER {
            return Err(RowsError::TooLarge);
        }
        let text = String::from_utf8_lossy(&bytes);
        let rows = answer::read(text.trim_start_matches('\u{feff}')).map_err(RowsError::Json)?;
        if rows.is_empty() {
            return Err(RowsError::NoIds);
        }
        Ok(Self {
            columns: answer::columns(),
            ahead: rows.into(),
            rest: Rest::Over,
        })
    }

    /// The number of rows, if it is known before they are read.
    pub fn known_count(&self) -> Option<usize> {
        matches!(self.rest, Rest::Over).then_some(self.ahead.len())
    }

    /// Whether they come from an answer of Mux's API, and none of them `is_wanted`.
    pub fn is_without(&self, is_wanted: impl Fn(&Row) -> bool) -> bool {
        self.columns.is_answer && !self.ahead.iter().any(is_wanted)
    }
}

impl Iterator for Rows {
    type Item = Result<Row, RowsError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(row) = self.ahead.pop_front() {
            return Some(Ok(row));
        }
        let row = self.rest.next()?;
        if row.is_err() {
            self.rest = Rest::Over;
        }
        Some(row)
    }
}

impl Rest {
    fn next(&mut self) -> Option<Result<Row, RowsError>> {
        match self {
            Self::Over => None,
            Self::Lines {
                source,
                line,
                columns,
            } => {
                *line += 1;
                let mut text = Vec::new();
                match read_line(source, &mut text, *line) {
                    Ok(0) => None,
                    Ok(_) => {
                        let text = text.strip_suffix(b"\n").unwrap_or(&text);
                        let text = text.strip_suffix(b"\r").unwrap_or(text);
                        let mut cells = ByteRecord::with_capacity(text.len(), 1);
                        match columns {
                            Some(columns) if text.starts_with(COLUMNS.as_bytes()) => {
                                *columns = [text, b"\n"].concat();
                                cells.push_field(text);
                            }
                            Some(columns) if !text.is_empty() => {
                                cells.push_field(&[columns, text].concat());
                            }
                            _ => cells.push_field(text),
                        }
                        Some(Ok(Row::new(*line, cells)))
                    }
                    Err(error) => Some(Err(error)),
                }
            }
            Self::Table(table) => table.next(),
        }
    }
}

impl Table {
    fn next(&mut self) -> Option<Result<Row, RowsError>> {
        self.taken.store(0, Ordering::Relaxed);
        let mut cells = ByteRecord::new();
        let from = self.reader.position().byte();
        let result = self.reader.read_byte_record(&mut cells);
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.line_from(from).unwrap_or(lines.ended + 1);
        drop(lines);
        match result {
            Ok(false) => None,
            Ok(true) => Some(Ok(Row::new(line, cells))),
            Err(error) => Some(Err(match error.into_kind() {
                ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                    RowsError::TooLong(line)
                }
                ErrorKind::Io(error) => RowsError::Read(error),
                // A flexible byte reader has no other errors.
                kind => RowsError::Read(io::Error::other(format!("{kind:?}"))),
            })),
        }
    }
}

/// A buffered stream of UTF-8, decoded if it is UTF-16.
fn decoded(source: Source) -> io::Result<BufReader<Source>> {
    const BUFFER: usize = 64 * 1024;
    let mut source = BufReader::with_capacity(BUFFER, source);
    let Some(is_little) = utf16(source.fill_buf()?) else {
        return Ok(source);
    };
    let source = Utf16Source {
        source,
        is_little,
        high: None,
        decoded: Cursor::default(),
    };
    Ok(BufReader::with_capacity(BUFFER, Box::new(source)))
}

/// A stream of UTF-16 as UTF-8.
struct Utf16Source {
    source: BufReader<Source>,
    is_little: bool,
    /// The first half of a pair whose second half has not been read yet.
    high: Option<u16>,
    /// Decoded and not yet returned.
    decoded: Cursor<Vec<u8>>,
}

impl Read for Utf16Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        const PIECE: u64 = 16 * 1024;
        if self.decoded.position() == self.decoded.get_ref().len() as u64 {
            let mut bytes = Vec::new();
            self.source.by_ref().take(PIECE).read_to_end(&mut bytes)?;
            let is_last = bytes.is_empty();
            let units = bytes.chunks(2).map(|pair| match pair {
                [_, _] => unit(self.is_little, pair),
                // Half a character at the end.
                _ => 0xfffd,
            });
            let mut units: Vec<u16> = self.high.take().into_iter().chain(units).collect();
            if !is_last && let Some(high @ 0xd800..=0xdbff) = units.last().copied() {
                self.high = Some(high);
                units.pop();
            }
            let text: String = char::decode_utf16(units)
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect();
            self.decoded = Cursor::new(text.into_bytes());
            if self.decoded.get_ref().is_empty() && !is_last {
                return self.read(buffer);
            }
        }
        self.decoded.read(buffer)
    }
}

/// Reads a line including its end, and returns its length in bytes. A carriage return alone ends a line, too.
fn read_line(
    source: &mut impl BufRead,
    line: &mut Vec<u8>,
    number: u64,
) -> Result<usize, RowsError> {
    let mut count = 0;
    loop {
        let chunk = source.fill_buf()?;
        if line.ends_with(b"\r") {
            let is_one_end = chunk.first() == Some(&b'\n');
            if is_one_end {
                line.push(b'\n');
                source.consume(1);
            }
            return Ok(count + usize::from(is_one_end));
        }
        let end = chunk.iter().position(|byte| b"\r\n".contains(byte));
        let len = end.map_or(chunk.len(), |end| end + 1);
        line.extend_from_slice(&chunk[..len]);
        source.consume(len);
        count += len;
        if count as u64 > MAX_ROW {
            return Err(RowsError::TooLong(number));
        }
        if len == 0 || line.ends_with(b"\n") {
            return Ok(count);
        }
    }
}

/// The delimiter between the cells of a line, if it has several. IDs contain no delimiters.
fn delimiter_of(line: &[u8]) -> Option<u8> {
    let count = |delimiter: u8| line.split(|byte| *byte == delimiter).count() - 1;
    [b'\t', b';', b',']
        .into_iter()
        .filter(|delimiter| count(*delimiter) > 0)
        .max_by_key(|delimiter| count(*delimiter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::mux::audience::Audience;

    const IDS: Shape = Shape {
        is_table: None,
        column: None,
        wanted: Wanted::Ids(Audience::Video),
    };

    fn open(text: &[u8], shape: &Shape) -> Result<Rows, RowsError> {
        Rows::open(Box::new(Cursor::new(text.to_vec())), shape)
    }

    /// Each row as its line number and the chosen cell.
    fn read(text: &str, shape: &Shape) -> Vec<String> {
        let rows = open(text.as_bytes(), shape).expect("it can be read");
        let chosen = rows.columns.chosen;
        rows.map(|row| {
            let row = row.expect("it can be read");
            format!("{}:{}", row.line, row.text(chosen))
        })
        .collect()
    }

    #[test]
    fn first_line_separates_lists_from_tables() {
        for (text, rows) in [
            ("", &[][..]),
            ("a\nb", &["1:a", "2:b"]),
            ("\u{feff}a\r\n\r\nb\r\n", &["1:a", "2:", "3:b"]),
            ("playback_id\na\n", &["2:a"]),
            ("title;playback_id\n\"x\ny\";a\nz;b\n", &["2:a", "4:b"]),
            ("title\tid\nx\ta\n", &["2:a"]),
            ("\"a\"\n\"b\"", &["1:a", "2:b"]),
        ] {
            assert_eq!(read(text, &IDS), rows, "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted_with_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            for (text, rows) in [
                (
                    "playback_id,x\na,1\n\n\nb,\"2\n3\"\nc,4\n",
                    &["2:a", "5:b", "7:c"][..],
                ),
                ("a\nb\n\nc", &["1:a", "2:b", "3:", "4:c"]),
            ] {
                assert_eq!(
                    read(&text.replace('\n', end), &IDS),
                    rows,
                    "{text:?} {end:?}"
                );
            }
            let long = format!("playback_id,x\n{}", "a,1\n\n".repeat(20_000));
            let rows = read(&long.replace('\n', end), &IDS);
            assert_eq!(rows.last().map(String::as_str), Some("40000:a"), "{end:?}");
        }
    }

    #[test]
    fn names_of_columns_go_with_each_row_of_a_log() {
        let log = Shape {
            is_table: Some(false),
            wanted: Wanted::Tokens,
            ..IDS
        };
        assert_eq!(
            read("a\n#Fields: x y\n1 2\n\n#Fields: z\n3\n", &log),
            [
                "1:a",
                "2:#Fields: x y",
                "3:#Fields: x y\n1 2",
                "4:",
                "5:#Fields: z",
                "6:#Fields: z\n3"
            ]
        );
    }

    #[test]
    fn commas_alone_do_not_make_a_log_a_table() {
        let log = Shape {
            is_table: Some(false),
            wanted: Wanted::Tokens,
            ..IDS
        };
        assert_eq!(
            read("10:01, a\n10:02, \"b\n", &log),
            ["1:10:01, a", "2:10:02, \"b"]
        );
        let table = Shape {
            column: Some("2".to_owned()),
            ..IDS
        };
        assert_eq!(read("x,a\ny,b\n", &table), ["1:a", "2:b"]);
    }

    #[test]
    fn unreadable_rows_are_reported() {
        let error = |text: &[u8], shape| match open(text, shape) {
            Ok(mut rows) => rows.find_map(Result::err).expect("an error").to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(error(b"x,y\nz,w\n", &IDS), "no column looks like IDs");
        let mut quote = b"playback_id,b\nx,y\nz,\"".to_vec();
        quote.resize(quote.len() + MAX_ROW as usize + 100_000, b'a');
        assert_eq!(
            error(&quote, &IDS),
            "the row that begins on line 3 is longer than 16 MB"
        );
        let line = vec![b'a'; MAX_ROW as usize + 1];
        assert_eq!(
            error(&line, &IDS),
            "the row that begins on line 1 is longer than 16 MB"
        );
    }

    #[test]
    fn utf16_is_decoded_piece_by_piece() {
        let text = "title;playback_id\r\n😀 é;a\r\n".to_owned() + &"😀;b\n".repeat(20_000);
        let expected = read(&text, &IDS);
        assert_eq!(expected.len(), 20_001);
        for (mark, bytes) in [
            ([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]),
            ([0xfe, 0xff], u16::to_be_bytes),
        ] {
            let bytes: Vec<u8> = mark
                .into_iter()
                .chain(text.encode_utf16().flat_map(bytes))
                .collect();
            let rows = open(&bytes, &IDS).expect("it can be read");
            let chosen = rows.columns.chosen;
            let read: Vec<_> = rows
                .map(|row| row.expect("a row"))
                .map(|row| format!("{}:{}", row.line, row.text(chosen)))
                .collect();
            assert_eq!(read, expected);
        }
        assert_eq!(
            open(b"\xff\xfea\0b", &IDS).expect("it can be read").count(),
            1
        );
    }

    #[test]
    fn cells_keep_their_bytes() {
        let mut rows = open(b"playback_id,b\nID,\xe9\n", &IDS).expect("it can be read");
        let row = rows.next().expect("a row").expect("it can be read");
        assert_eq!(row.cells.get(1), Some(&b"\xe9"[..]));
    }
}
