//! Results as CSV or JSON Lines: the original cells unchanged, followed by ours.

use std::borrow::Cow;

use csv::{ByteRecord, Terminator, WriterBuilder};

use super::{RowOutcome, Task, columns::Columns, inspect::Inspected, row::Row, sign::SignedRow};
use crate::core::{
    diagnose::report::{Acceptance, Structure},
    json::{Object, Value},
    key::without_private_keys,
    mux::audience::Audience,
    problem::Problem,
    text::{escape, is_hidden, visible},
    token::{player::token_name, verify::Signature},
};

/// How rows are written.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The columns of the input.
    pub columns: Columns,
    /// The names of our columns. A name that the input already has gets a number: `token_2`.
    pub ours: Vec<String>,
    /// Our columns that were renamed: the usual name and the actual one.
    pub renamed: Vec<(String, String)>,
    kind: SheetKind,
}

#[derive(Clone, Debug, PartialEq)]
enum SheetKind {
    /// With these audiences; if there are none, each row decides.
    Sign(Vec<Audience>),
    Inspect,
}

/// A cell of the input without private keys, which no output may contain. Any other cell stays byte for byte.
fn without_key(cell: &[u8]) -> Vec<u8> {
    match without_private_keys(&String::from_utf8_lossy(cell)) {
        Cow::Owned(text) if text.contains("[private key removed]") => text.into_bytes(),
        _ => cell.to_vec(),
    }
}

/// The columns for each inspected token.
const INSPECTED: [&str; 12] = [
    "line",
    "at",
    "structure",
    "signature",
    "acceptance",
    "subject",
    "audience",
    "expires_at",
    "severity",
    "finding",
    "message",
    "findings",
];

impl Sheet {
    /// The sheet for the results of a task.
    pub fn new(columns: Columns, task: &Task) -> Self {
        let (kind, names) = match task {
            Task::Sign { order, .. } => {
                let names = names_of(&order.draft.audiences);
                (SheetKind::Sign(order.draft.audiences.clone()), names)
            }
            Task::Inspect { .. } => (SheetKind::Inspect, INSPECTED.map(str::to_owned).to_vec()),
        };
        let mut sheet = Self {
            columns,
            ours: Vec::new(),
            renamed: Vec::new(),
            kind,
        };
        let kept = sheet.kept_names();
        for name in names {
            let is_taken = |name: &str| kept.iter().any(|other| other.eq_ignore_ascii_case(name));
            let mut free = name.clone();
            let mut number = 2;
            while is_taken(&free) {
                free = format!("{name}_{number}");
                number += 1;
            }
            if free != name {
                sheet.renamed.push((name, free.clone()));
            }
            sheet.ours.push(free);
        }
        sheet
    }

    /// The names of the original cells. Inspected lines are left out: they may contain anything.
    fn kept_names(&self) -> Vec<String> {
        match self.kind {
            SheetKind::Inspect if !self.columns.is_table => Vec::new(),
            SheetKind::Sign(_) if !self.columns.is_table => vec!["id".to_owned()],
            _ => (0..self.columns.width)
                .map(|column| self.columns.label(column))
                .collect(),
        }
    }

    /// The original cells, one for each name. Surplus cells are joined to the last one, as written.
    fn kept(&self, row: &Row) -> Vec<Vec<u8>> {
        if matches!(self.kind, SheetKind::Inspect) && !self.columns.is_table {
            return Vec::new();
        }
        let width = self.columns.width;
        let mut cells: Vec<Vec<u8>> = row.cells.iter().map(without_key).collect();
        if width > 0 && cells.len() > width {
            let rest = cells.split_off(width);
            let last = &mut cells[width - 1];
            for cell in rest {
                last.push(self.columns.delimiter);
                last.extend(cell);
            }
        }
        cells.resize(width, Vec::new());
        cells
    }

    /// The header line of the CSV.
    pub fn csv_head(&self) -> Vec<u8> {
        let header = self.columns.header.iter().flatten().map(<[u8]>::to_vec);
        let mut cells: Vec<Vec<u8>> = match &self.columns.header {
            Some(_) => header.collect(),
            None => self
                .kept_names()
                .into_iter()
                .map(String::into_bytes)
                .collect(),
        };
        cells.extend(self.ours.iter().map(|name| name.clone().into_bytes()));
        self.line(&cells)
    }

    /// A row and its result as CSV: one line, or one for each token in it.
    pub fn csv(&self, row: &Row, outcome: &RowOutcome) -> Vec<u8> {
        let kept = self.kept(row);
        let ours: Vec<Vec<String>> = match outcome {
            RowOutcome::Signed(signed) => vec![self.signed(signed)],
            RowOutcome::Failed(problem) => vec![self.failed(problem)],
            RowOutcome::Skipped(_) => Vec::new(),
            RowOutcome::Inspected(tokens) => {
                let cells = tokens.iter().map(|token| inspected(row, token));
                cells.collect()
            }
        };
        let mut out = Vec::new();
        for ours in ours {
            let ours = ours.iter().map(|cell| tame(cell).into_bytes());
            let cells: Vec<Vec<u8>> = kept.iter().cloned().chain(ours).collect();
            out.extend(self.line(&cells));
        }
        out
    }

    fn line(&self, cells: &[Vec<u8>]) -> Vec<u8> {
        let mut writer = WriterBuilder::new()
            .delimiter(self.columns.delimiter)
            .terminator(Terminator::Any(b'\n'))
            .from_writer(Vec::new());
        writer
            .write_byte_record(&ByteRecord::from(cells.to_vec()))
            .expect("writing to memory cannot fail");
        writer.into_inner().expect("writing to memory cannot fail")
    }

    fn signed(&self, signed: &SignedRow) -> Vec<String> {
        let mut cells = Vec::with_capacity(self.ours.len());
        for token in &signed.tokens {
            cells.push(token.token().to_owned());
            cells.push(token.url.clone());
        }
        cells.push(
            signed
                .expires_at
                .rfc3339()
                .unwrap_or_else(|| signed.expires_at.0.to_string()),
        );
        cells.push(String::new());
        cells.push(signed.warning());
        cells
    }

    fn failed(&self, problem: &Problem) -> Vec<String> {
        let mut cells = vec![String::new(); self.ours.len()];
        // The error is followed by the warning.
        let error = cells.iter_mut().rev().nth(1);
        if let Some(error) = error {
            error.clone_from(&problem.what);
        }
        cells
    }

    /// A row and its result as JSON: one line, or one for each token in it.
    pub fn jsonl(&self, row: &Row, outcome: &RowOutcome) -> String {
        let mut head = Object::default();
        head.push("line", row.line as i64);
        if self.columns.is_table {
            head.push("row", Value::Object(self.row_as_json(row)));
        }
        match outcome {
            RowOutcome::Signed(signed) => {
                self.put_signed(&mut head, signed);
                format!("{head}\n")
            }
            RowOutcome::Failed(problem) => {
                let text = row.text(self.columns.chosen);
                head.push("input", without_private_keys(text.trim()).as_ref());
                head.push("error", problem.what.as_str());
                head.push("hint", problem.hint.as_str());
                format!("{head}\n")
            }
            RowOutcome::Skipped(_) => String::new(),
            RowOutcome::Inspected(tokens) => {
                let head = head.to_string();
                // Neither object is empty, so the two can be joined as text.
                let open = head.strip_suffix('}').unwrap_or(&head);
                let lines = tokens.iter().map(|token| {
                    let rest = token.json.strip_prefix('{').unwrap_or(&token.json);
                    format!("{},{}\n", tame_json(open), tame_json(rest))
                });
                lines.collect()
            }
        }
    }

    fn row_as_json(&self, row: &Row) -> Object {
        let mut json = Object::default();
        for (name, cell) in self.kept_names().into_iter().zip(self.kept(row)) {
            // Most JSON parsers keep one of two members with the same name.
            let mut free = name.clone();
            let mut number = 2;
            while json.contains(&free) {
                free = format!("{name}_{number}");
                number += 1;
            }
            json.push(free, String::from_utf8_lossy(&cell).as_ref());
        }
        json
    }

    /// The members of `sign --json`.
    fn put_signed(&self, json: &mut Object, signed: &SignedRow) {
        json.push("playback_id", signed.id.as_str());
        let is_several = matches!(&self.kind, SheetKind::Sign(audiences) if audiences.len() > 1);
        if is_several {
            let by_name = |value: fn(&super::sign::SignedToken) -> &str| {
                let members = signed
                    .tokens
                    .iter()
                    .map(|token| (token.name(), Value::from(value(token))));
                Value::Object(members.collect())
            };
            json.push("tokens", by_name(|token| token.token()));
            json.push("urls", by_name(|token| &token.url));
        } else {
            for token in &signed.tokens {
                json.push("token", token.token());
                json.push("url", token.url.as_str());
                json.push("type", token.audience.type_name());
            }
        }
        let expires_at = signed.expires_at.rfc3339();
        json.push(
            "expires_at",
            expires_at.as_deref().map_or(Value::Null, Value::from),
        );
        if !signed.findings.is_empty() {
            json.push("warning", signed.warning().as_str());
        }
    }
}

/// `token` and `url`, or both for each of several tokens.
fn names_of(audiences: &[Audience]) -> Vec<String> {
    let mut names = Vec::new();
    if audiences.len() > 1 {
        for audience in audiences {
            let token = token_name(*audience);
            let stem = token.strip_suffix("-token").unwrap_or(&token);
            let url = format!("{stem}-url");
            names.extend([token, url]);
        }
    } else {
        names.extend(["token".to_owned(), "url".to_owned()]);
    }
    names.extend(["expires_at", "error", "warning"].map(str::to_owned));
    names
}

fn word(word: Option<&str>) -> String {
    word.unwrap_or_default().to_owned()
}

/// In the order of [`INSPECTED`].
fn inspected(row: &Row, token: &Inspected) -> Vec<String> {
    let expires_at = token.expires_at.map(|moment| {
        let written = moment.rfc3339();
        written.unwrap_or_else(|| moment.0.to_string())
    });
    vec![
        row.line.to_string(),
        token.at.clone(),
        word(token.structure.map(Structure::word)),
        word(token.signature.as_ref().map(Signature::word)),
        word(token.acceptance.map(Acceptance::word)),
        token.subject.clone(),
        token.audience.clone(),
        expires_at.unwrap_or_default(),
        token
            .severity
            .map(|severity| severity.word().to_owned())
            .unwrap_or_default(),
        token.ids().first().copied().unwrap_or_default().to_owned(),
        token.message.clone(),
        token.ids().join(" "),
    ]
}

/// A cell of ours that no spreadsheet reads as a formula and no terminal executes: claims are untrusted and may begin
/// with `=` or contain control sequences.
///
/// Cells of the input stay unchanged: they come from a table that was already opened.
pub(super) fn tame(cell: &str) -> String {
    let cell = visible(cell);
    if cell.starts_with(['=', '+', '-', '@']) {
        format!("'{cell}")
    } else {
        cell.into_owned()
    }
}

/// JSON without hidden characters, which changes no value.
fn tame_json(json: &str) -> Cow<'_, str> {
    // ASCII control characters in strings are escaped already.
    escape(json, |c| !c.is_ascii() && is_hidden(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{
        batch::{columns::Wanted, sign::SignOrder},
        diagnose::evidence::Evidence,
        key::Key,
        time::Timestamp,
        token::draft::Draft,
    };

    const NOW: Timestamp = Timestamp(1_795_330_245);

    fn order(audiences: &[Audience]) -> Task {
        let key = Key::demo();
        Task::Sign {
            order: SignOrder {
                draft: Draft::new("", audiences),
                default: Audience::Video,
                formats: std::collections::BTreeMap::new(),
                domain: None,
                key_id: "K".to_owned(),
                duration: None,
                outlasts_duration: true,
                force: false,
            },
            key: key.signing().expect("private").share(),
        }
    }

    fn inspection() -> Task {
        Task::Inspect {
            evidence: Evidence::default(),
            keys: Vec::new(),
        }
    }

    /// The sheet as CSV and as JSON Lines, tokens cut to `…`.
    fn written(task: &Task, rows: &[&[&str]], is_table: bool) -> (String, String) {
        let rows: Vec<Row> = rows
            .iter()
            .enumerate()
            .map(|(i, cells)| Row::new(i as u64 + 1, cells.to_vec()))
            .collect();
        let columns = if is_table {
            let wanted = match task {
                Task::Sign { .. } => Wanted::Ids(Audience::Video),
                Task::Inspect { .. } => Wanted::Tokens,
            };
            Columns::find(&rows, true, b',', None, wanted)
                .expect("one fits")
                .expect("the rows suffice")
        } else {
            Columns::list()
        };
        let sheet = Sheet::new(columns, task);
        let mut csv = sheet.csv_head();
        let mut jsonl = String::new();
        for row in &rows[usize::from(sheet.columns.header.is_some())..] {
            let outcome = task.run(row, &sheet.columns, NOW);
            csv.extend(sheet.csv(row, &outcome));
            jsonl += &sheet.jsonl(row, &outcome);
        }
        let cut = |text: &str| {
            let mut out = String::new();
            for (i, part) in text.split("eyJhbGci").enumerate() {
                if i > 0 {
                    out.push('…');
                }
                let end = |c: char| i > 0 && !(c.is_ascii_alphanumeric() || "-_.".contains(c));
                let start = if i == 0 { Some(0) } else { part.find(end) };
                out.push_str(&part[start.unwrap_or(part.len())..]);
            }
            out
        };
        (cut(&String::from_utf8_lossy(&csv)), cut(&jsonl))
    }

    #[test]
    fn original_columns_come_first() {
        let (csv, jsonl) = written(
            &order(&[]),
            &[
                &["title", "playback_id"],
                &["=1+1, \"x\"", "ID"],
                &["none"],
                &["a", "b/c", "d"],
            ],
            true,
        );
        assert_eq!(
            csv,
            "title,playback_id,token,url,expires_at,error,warning\n\
             \"=1+1, \"\"x\"\"\",ID,…,https://stream.mux.com/ID.m3u8?token=…,2026-11-29T06:50:45Z,,\n\
             none,,,,,no playback ID,\n\
             a,\"b/c,d\",,,,\"`b/c` is a path or part of a URL, not an ID\",\n"
        );
        assert_eq!(
            jsonl.lines().next(),
            Some(
                r#"{"line":2,"row":{"title":"=1+1, \"x\"","playback_id":"ID"},"playback_id":"ID","token":"…","url":"https://stream.mux.com/ID.m3u8?token=…","type":"video","expires_at":"2026-11-29T06:50:45Z"}"#
            )
        );
        assert!(jsonl.contains(r#""input":"","error":"no playback ID","hint":"Paste"#));
    }

    #[test]
    fn taken_column_name_gets_a_number() {
        let (csv, _) = written(
            &order(&[]),
            &[&["playback_id", "Token", "token_2"], &["ID", "x", "y"]],
            true,
        );
        assert!(
            csv.starts_with(
                "playback_id,Token,token_2,token_3,url,expires_at,error,warning\nID,x,y,…,"
            ),
            "{csv}"
        );
    }

    #[test]
    fn each_of_several_tokens_has_columns() {
        let task = order(&[Audience::Video, Audience::Thumbnail]);
        let (csv, jsonl) = written(&task, &[&["ID"]], false);
        assert_eq!(
            csv,
            "id,playback-token,playback-url,thumbnail-token,thumbnail-url,expires_at,error,warning\n\
             ID,…,https://stream.mux.com/ID.m3u8?token=…,…,https://image.mux.com/ID/thumbnail.png?token=…,2026-11-29T06:50:45Z,,\n"
        );
        assert!(
            jsonl.contains(r#""tokens":{"playback-token":"…","thumbnail-token":"…"},"urls":{"#)
        );
    }

    #[test]
    fn claims_send_nothing_to_a_terminal() {
        let claims = "{\"sub\":\"a\\u001b[2J\u{9b}31m\u{202e}b\\u0007\\n,\\\"c\\\"\",\"aud\":\"v\",\"exp\":1,\"kid\":\"K\"}";
        let token = crate::core::diagnose::lint::testing::token(r#"{"alg":"RS256"}"#, claims);
        let (csv, jsonl) = written(&inspection(), &[&[&token]], false);
        for text in [&csv, &jsonl] {
            let is_hidden = |c: char| c != '\n' && is_hidden(c);
            assert!(!text.contains(is_hidden), "{text:?}");
        }
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let row = reader.records().next().expect("a row").expect("CSV");
        assert_eq!(
            (row.len(), row.get(5)),
            (
                INSPECTED.len(),
                Some(r#"a\u001b[2J\u009b31m\u202eb\u0007\n,"c""#)
            )
        );
        let json = Value::parse(jsonl.trim()).expect("JSON");
        let payload = json
            .as_object()
            .and_then(|json| json.get("payload")?.as_object());
        let subject = payload.and_then(|payload| payload.str("sub"));
        assert_eq!(subject, Some("a\u{1b}[2J\u{9b}31m\u{202e}b\u{7}\n,\"c\""));
    }

    #[test]
    fn claim_is_not_a_formula() {
        let token = crate::core::diagnose::lint::testing::token(
            r#"{"alg":"RS256"}"#,
            r#"{"sub":"=cmd()","aud":"v","exp":1,"kid":"K"}"#,
        );
        let (csv, jsonl) = written(&inspection(), &[&[&token], &["nothing"]], false);
        let cells: Vec<_> = csv.lines().nth(1).expect("a row").split(',').collect();
        assert_eq!((cells[0], cells[5], cells[6]), ("1", "'=cmd()", "v"));
        assert_eq!(
            csv.lines().count(),
            2,
            "a line without a token is passed over"
        );
        assert!(
            jsonl.starts_with(r#"{"line":1,"at":"the whole input""#),
            "{jsonl}"
        );
        assert!(Value::parse(&jsonl).is_ok());
    }
}
