//! A list or table of any bytes, each row signed in name only: as many rows out as in, every cell as it was, ours tame.
//! The first byte chooses what is looked for and whether a column is named.

#![no_main]

use std::{collections::BTreeMap, io::Cursor, sync::LazyLock};

use csv::ReaderBuilder;
use libfuzzer_sys::fuzz_target;
use mux_jwt_fuzz::{
    core::{
        batch::{RowOutcome, Task, columns::Wanted, sheet::Sheet, sign::SignOrder},
        diagnose::evidence::Evidence,
        json::Object,
        mux::audience::Audience,
        problem::Problem,
        token::draft::Draft,
    },
    platform::rows::{Rows, Shape},
    tokens,
};

static SIGN: LazyLock<Task> = LazyLock::new(|| {
    let order = SignOrder {
        draft: Draft::new("", &[Audience::Video]),
        default: Audience::Video,
        formats: BTreeMap::new(),
        domain: None,
        key_id: "K".to_owned(),
        duration: None,
        outlasts_duration: true,
        force: false,
    };
    let key = tokens::KEYS[0].signing().expect("it is private").share();
    Task::Sign { order, key }
});

static INSPECT: LazyLock<Task> = LazyLock::new(|| Task::Inspect {
    evidence: Evidence::default(),
    keys: Vec::new(),
});

fuzz_target!(|data: &[u8]| {
    let [choice, data @ ..] = data else {
        return;
    };
    let is_sign = choice & 1 == 0;
    let task = if is_sign { &*SIGN } else { &*INSPECT };
    let shape = Shape {
        is_table: match choice >> 1 & 3 {
            0 => Some(true),
            1 => Some(false),
            _ => None,
        },
        column: (choice & 8 != 0).then(|| (choice >> 4).to_string()),
        wanted: if is_sign {
            Wanted::Ids(Audience::Video)
        } else {
            Wanted::Tokens
        },
    };
    let text = if is_sign {
        data.to_vec()
    } else {
        tokens::text(data).into_bytes()
    };
    let rows = match Rows::open(Box::new(Cursor::new(text)), &shape) {
        Ok(rows) => rows,
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.hint().is_empty());
            return;
        }
    };
    let columns = rows.columns.clone();
    assert!(columns.chosen < columns.width.max(1), "{columns:?}");
    let sheet = Sheet::new(columns.clone(), task);
    let mut out = sheet.csv_head();
    let (mut kept, mut lines, mut before) = (Vec::new(), 0, 0);
    for (number, row) in rows.enumerate() {
        let row = row.expect("it is read from memory, and short");
        assert!(row.line > before || columns.is_table, "{row:?}");
        before = row.line;
        // A signature takes a millisecond and does not affect cells.
        let outcome = if is_sign && number > 0 {
            RowOutcome::Failed(Problem::new("=1+1", "a hint"))
        } else {
            task.run(&row, &columns, tokens::NOW)
        };
        let csv = sheet.csv(&row, &outcome);
        let json = sheet.jsonl(&row, &outcome);
        let count = if let RowOutcome::Inspected(tokens) = &outcome {
            tokens.len()
        } else {
            1
        };
        assert_eq!(json.lines().count(), count, "{json}");
        for line in json.lines() {
            assert!(Object::parse(line).is_ok(), "{line}");
        }
        lines += count;
        for _ in 0..count {
            kept.push(row.cells.clone());
        }
        out.extend(csv);
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(columns.delimiter)
        .has_headers(false)
        .from_reader(out.as_slice());
    let mut records = reader.byte_records();
    let head = records
        .next()
        .expect("there is a head")
        .expect("it can be read");
    let own = head.len() - sheet.ours.len();
    let mut seen = 0;
    for record in records {
        // The reader is not flexible: every row is as wide as the head.
        let record = record.expect("what is written can be read");
        for (column, cell) in kept[seen].iter().enumerate().take(own.min(columns.width)) {
            // Fields beyond the header are in the last one.
            if kept[seen].len() <= columns.width {
                assert_eq!(&record[column], cell);
            }
        }
        for cell in record.iter().skip(own) {
            assert!(
                !cell.starts_with(b"=") && !cell.starts_with(b"@"),
                "{cell:?}"
            );
        }
        seen += 1;
    }
    assert_eq!(seen, lines);
});
