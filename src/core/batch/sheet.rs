//! What came of the rows, as CSV or JSON Lines: their own cells as they were, and ours after them.

use csv::{ByteRecord, Terminator, WriterBuilder};

use super::{Outcome, Task, columns::Columns, inspect::Inspected, row::Row, sign::SignedRow};
use crate::core::{
    json::{Object, Value},
    mux::audience::Audience,
    problem::Problem,
    token::player::token_name,
};

/// How rows are written.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What the cells of the input are.
    pub columns: Columns,
    /// The names of our columns. One that the input has too is numbered: `token_2`.
    pub ours: Vec<String>,
    /// Those of our columns that had to be renamed: what each would be called, and what it is called.
    pub renamed: Vec<(String, String)>,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// With these audiences; one that the row decides when it is empty.
    Sign(Vec<Audience>),
    Inspect,
}

/// What is said of each inspected token.
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
    /// The sheet for what a task makes of these columns.
    pub fn new(columns: Columns, task: &Task) -> Self {
        let (kind, names) = match task {
            Task::Sign { order, .. } => {
                let names = names_of(&order.draft.audiences);
                (Kind::Sign(order.draft.audiences.clone()), names)
            }
            Task::Inspect { .. } => (Kind::Inspect, INSPECTED.map(str::to_owned).to_vec()),
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

    /// The names of the cells that are kept. A line that was inspected is not kept; it may be anything.
    fn kept_names(&self) -> Vec<String> {
        match self.kind {
            Kind::Inspect if !self.columns.is_table => Vec::new(),
            Kind::Sign(_) if !self.columns.is_table => vec!["id".to_owned()],
            _ => (0..self.columns.width)
                .map(|column| self.columns.label(column))
                .collect(),
        }
    }

    /// The cells of a row that are kept: as many as there are names. What is more stands in the last one, as it was.
    fn kept(&self, row: &Row) -> Vec<Vec<u8>> {
        if matches!(self.kind, Kind::Inspect) && !self.columns.is_table {
            return Vec::new();
        }
        let width = self.columns.width;
        let mut cells: Vec<Vec<u8>> = row.cells.iter().map(<[u8]>::to_vec).collect();
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

    /// The first line of the CSV.
    pub fn csv_head(&self) -> Vec<u8> {
        // Given names stay to the byte.
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

    /// A row and what came of it as CSV: one line, or one for each token that was in it.
    pub fn csv(&self, row: &Row, outcome: &Outcome) -> Vec<u8> {
        let kept = self.kept(row);
        let ours: Vec<Vec<String>> = match outcome {
            Outcome::Signed(signed) => vec![self.signed(signed)],
            Outcome::Failed(problem) => vec![self.failed(problem)],
            Outcome::Inspected(tokens) => {
                let cells = tokens.iter().map(|token| inspected(row, token));
                cells.collect()
            }
        };
        let mut out = Vec::new();
        for ours in ours {
            let ours = ours.into_iter().map(|cell| tame(cell).into_bytes());
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
            .expect("memory takes all");
        writer.into_inner().expect("memory takes all")
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
        cells
    }

    fn failed(&self, problem: &Problem) -> Vec<String> {
        let mut cells = vec![String::new(); self.ours.len()];
        if let Some(last) = cells.last_mut() {
            last.clone_from(&problem.what);
        }
        cells
    }

    /// A row and what came of it as JSON: one line, or one for each token that was in it.
    pub fn jsonl(&self, row: &Row, outcome: &Outcome) -> String {
        let mut head = Object::default();
        head.push("line", row.line as i64);
        if self.columns.is_table {
            head.push("row", Value::Object(self.row_as_json(row)));
        }
        match outcome {
            Outcome::Signed(signed) => {
                self.put_signed(&mut head, signed);
                format!("{head}\n")
            }
            Outcome::Failed(problem) => {
                let text = row.text(self.columns.chosen);
                head.push("input", text.trim());
                head.push("error", problem.what.as_str());
                head.push("hint", problem.hint.as_str());
                format!("{head}\n")
            }
            Outcome::Inspected(tokens) => {
                let head = head.to_string();
                // Both are objects with something in them: the one goes on where the other ends.
                let open = head.strip_suffix('}').unwrap_or(&head);
                let lines = tokens.iter().map(|token| {
                    let rest = token.json.strip_prefix('{').unwrap_or(&token.json);
                    format!("{open},{rest}\n")
                });
                lines.collect()
            }
        }
    }

    fn row_as_json(&self, row: &Row) -> Object {
        let mut json = Object::default();
        for (name, cell) in self.kept_names().into_iter().zip(self.kept(row)) {
            // Two columns of one name would be one to most readers.
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
        let is_several = matches!(&self.kind, Kind::Sign(audiences) if audiences.len() > 1);
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
        if let Some(warning) = &signed.warning {
            json.push("warning", warning.as_str());
        }
    }
}

/// `token` and `url`, or those of each of several tokens.
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
    names.extend(["expires_at".to_owned(), "error".to_owned()]);
    names
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
        token.structure.to_owned(),
        token.signature.to_owned(),
        token.acceptance.to_owned(),
        token.subject.clone(),
        token.audience.clone(),
        expires_at.unwrap_or_default(),
        token
            .severity
            .map(|severity| severity.word().to_owned())
            .unwrap_or_default(),
        token
            .findings
            .first()
            .copied()
            .unwrap_or_default()
            .to_owned(),
        token.message.clone(),
        token.findings.join(" "),
    ]
}

/// A cell of ours that no spreadsheet takes for a formula. Claims are a stranger's, and one can begin with `=`.
///
/// The cells of the input stay as they are: whoever gave them has opened them before.
fn tame(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
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
            },
            key: key.signing().expect("private").ready(),
        }
    }

    fn inspection() -> Task {
        Task::Inspect {
            evidence: Evidence::default(),
            keys: Vec::new(),
            at: None,
        }
    }

    /// The sheet as CSV and as JSON Lines, tokens cut to `…`.
    fn written(task: &Task, rows: &[&[&str]], is_table: bool) -> (String, String) {
        let rows: Vec<Row> = rows
            .iter()
            .enumerate()
            .map(|(i, cells)| Row {
                line: i as u64 + 1,
                cells: cells.to_vec().into(),
            })
            .collect();
        let columns = if is_table {
            let wanted = match task {
                Task::Sign { .. } => Wanted::Ids(Audience::Video),
                Task::Inspect { .. } => Wanted::Tokens,
            };
            Columns::find(&rows, true, b',', None, wanted)
                .expect("one fits")
                .expect("all are given")
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
    fn other_columns_are_kept_and_ours_follow() {
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
            "title,playback_id,token,url,expires_at,error\n\
             \"=1+1, \"\"x\"\"\",ID,…,https://stream.mux.com/ID.m3u8?token=…,2026-11-29T06:50:45Z,\n\
             none,,,,,no playback ID\n\
             a,\"b/c,d\",,,,`b` is not a host that takes tokens\n"
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
    fn a_name_that_is_taken_is_not_written_over() {
        let (csv, _) = written(
            &order(&[]),
            &[&["playback_id", "Token", "token_2"], &["ID", "x", "y"]],
            true,
        );
        assert!(
            csv.starts_with("playback_id,Token,token_2,token_3,url,expires_at,error\nID,x,y,…,"),
            "{csv}"
        );
    }

    #[test]
    fn several_tokens_have_columns_of_their_own() {
        let task = order(&[Audience::Video, Audience::Thumbnail]);
        let (csv, jsonl) = written(&task, &[&["ID"]], false);
        assert_eq!(
            csv,
            "id,playback-token,playback-url,thumbnail-token,thumbnail-url,expires_at,error\n\
             ID,…,https://stream.mux.com/ID.m3u8?token=…,…,https://image.mux.com/ID/thumbnail.png?token=…,2026-11-29T06:50:45Z,\n"
        );
        assert!(
            jsonl.contains(r#""tokens":{"playback-token":"…","thumbnail-token":"…"},"urls":{"#)
        );
    }

    #[test]
    fn a_claim_is_no_formula() {
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
