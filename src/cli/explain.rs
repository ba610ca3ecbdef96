//! `explain`: the meaning of a rule, a claim, a token type, a status or an error code.

use crate::{
    cli::{
        args::did_you_mean,
        output::{Output, optional},
        text,
    },
    core::{
        diagnose::explain::{self, Group, Topic},
        json::{Object, Value},
        level::Basis,
        problem::Problem,
    },
};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  mux-jwt explain expired
  mux-jwt explain 2000000
  mux-jwt explain \"Network Error\"
  mux-jwt explain fit_mode

Without WORD, lists everything that can be explained.")]
pub(super) struct Args {
    /// Rule, parameter, claim, token type, HTTP status, or a code or message of a player or library
    #[arg(value_name = "WORD", allow_negative_numbers = true)]
    term: Vec<String>,
    /// Print the topics as JSON
    #[arg(long)]
    json: bool,
}

/// The version of the JSON.
const VERSION: i64 = 1;

/// The width of a line.
const WIDTH: usize = 100;

/// Explains the topics that the arguments name.
pub(super) fn run(args: &Args) -> Result<Output, Problem> {
    let term = args.term.join(" ");
    let is_list = term.trim().is_empty();
    let topics = if is_list {
        explain::all()
    } else {
        explain::explain(&term)
    };
    if topics.is_empty() {
        let meant = did_you_mean(explain::similar(&term));
        return Err(Problem::new(
            format!("unknown topic `{}`", term.trim()),
            format!("{meant}`mux-jwt explain` lists all topics."),
        ));
    }
    let text = if args.json {
        text::json(&as_json(&topics))
    } else if is_list {
        list(&topics)
    } else {
        let paragraphs: Vec<_> = topics.iter().map(in_words).collect();
        paragraphs.join("\n")
    };
    Ok(text.into())
}

/// Every name with its title, by group; a name with several meanings once.
fn list(topics: &[Topic]) -> String {
    let width = topics
        .iter()
        .map(|topic| topic.name.len())
        .max()
        .unwrap_or(0);
    let mut lines = Vec::new();
    for group in Group::ALL {
        lines.push(group.title().to_owned());
        let mut last = "";
        for topic in topics.iter().filter(|topic| topic.group == group) {
            let name = if topic.name == last { "" } else { topic.name };
            lines.push(format!("  {name:width$}  {}", topic.title));
            last = topic.name;
        }
        lines.push(String::new());
    }
    lines.push("For details: `mux-jwt explain WORD`.".to_owned());
    lines.join("\n") + "\n"
}

/// A topic as a paragraph and its facts.
fn in_words(topic: &Topic) -> String {
    let group = topic.group.word().replace('-', " ");
    let mut lines = vec![format!("{} ({group}): {}", topic.name, topic.title)];
    for text in &topic.text {
        lines.push(String::new());
        lines.extend(text::wrapped(text, WIDTH));
    }
    lines.push(String::new());
    let basis = topic.basis.map(|basis| ("Basis", basis.word().to_owned()));
    let source = topic.source.map(|source| ("Source", source.to_owned()));
    let width = 13;
    for (name, value) in topic.facts.iter().cloned().chain(basis).chain(source) {
        for (i, line) in text::wrapped(&value, WIDTH - width).into_iter().enumerate() {
            let name = if i == 0 { name } else { "" };
            lines.push(format!("{name:width$}{line}"));
        }
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n") + "\n"
}

fn as_json(topics: &[Topic]) -> Value {
    let topics = topics.iter().map(|topic| {
        let mut facts = Object::default();
        for (name, value) in &topic.facts {
            facts.push(name.replace('`', ""), value.as_str());
        }
        let text = topic.text.iter().map(|text| Value::from(text.as_str()));
        let mut json = Object::default();
        json.push("group", topic.group.word());
        json.push("name", topic.name);
        json.push("title", topic.title.as_str());
        json.push("text", Value::Array(text.collect()));
        json.push("facts", Value::Object(facts));
        json.push("basis", optional(topic.basis.map(Basis::word)));
        json.push("source", optional(topic.source));
        Value::Object(json)
    });
    let topics = Value::Array(topics.collect());
    let mut json = Object::default();
    json.push("version", VERSION);
    json.push("topics", topics);
    Value::Object(json)
}
