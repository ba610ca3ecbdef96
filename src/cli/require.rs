//! `inspect --require`: whether the claims of every token are as required, for tests of an integration.

use super::{args::at_option, output::optional, text};
use crate::core::{
    diagnose::{
        report::{Report, TokenReport},
        require::{Requirement, RequirementResult},
    },
    json::{Object, Value},
    problem::Problem,
    time::Zone,
};

#[derive(clap::Args, Debug)]
pub(super) struct RequireArgs {
    /// Fail unless a claim is as required: aud=v, 'exp<=2h', custom.tier=gold, NAME, '!NAME'; repeatable
    #[arg(long = "require", value_name = "EXPR", conflicts_with_all = ["csv", "jsonl", "column"])]
    exprs: Vec<String>,
}

impl RequireArgs {
    /// The requirements, in order.
    pub(super) fn parse(&self, zone: Zone) -> Result<Vec<Requirement>, Problem> {
        let exprs = self.exprs.iter();
        exprs
            .map(|expr| {
                Requirement::parse(expr, zone)
                    .map_err(|error| at_option("--require", &error.into()))
            })
            .collect()
    }
}

/// The results for every token of a report.
pub(super) struct Required {
    /// For each token, a result for each requirement.
    tokens: Vec<Vec<RequirementResult>>,
    /// For each requirement, the first result that is not met, else the first.
    totals: Vec<RequirementResult>,
    /// Whether there are tokens that were not inspected.
    is_incomplete: bool,
}

impl Required {
    /// Checks every token; `None` if nothing is required.
    pub(super) fn new(requirements: &[Requirement], report: &Report) -> Option<Self> {
        if requirements.is_empty() {
            return None;
        }
        let results = |report: &TokenReport| {
            let requirements = requirements.iter();
            requirements
                .map(|requirement| requirement.check(&report.token, report.as_of.time))
                .collect::<Vec<_>>()
        };
        let tokens: Vec<_> = report.tokens.iter().map(results).collect();
        let total = |(i, requirement): (usize, &Requirement)| {
            let results = || tokens.iter().map(|results| &results[i]);
            let worst = results().find(|result| !result.met);
            let worst = worst.or_else(|| results().next()).cloned();
            worst.unwrap_or_else(|| RequirementResult {
                expr: requirement.expr.clone(),
                met: false,
                found: None,
                words: "the input contains no token".to_owned(),
            })
        };
        let totals = requirements.iter().enumerate().map(total).collect();
        Some(Self {
            tokens,
            totals,
            is_incomplete: report.left_out > 0,
        })
    }

    /// Whether every token meets every requirement.
    pub(super) fn is_met(&self) -> bool {
        !self.is_incomplete && self.totals.iter().all(|result| result.met)
    }

    /// The result in one line, then the requirements, each with what was found if it is not met.
    pub(super) fn lines(&self, report: &Report) -> Vec<String> {
        let mut lines = vec![self.summary()];
        if self.tokens.len() < 2 {
            lines.extend(self.totals.iter().map(line));
            return lines;
        }
        for (i, results) in self.tokens.iter().enumerate() {
            if results.iter().any(|result| !result.met) {
                let place = text::visible(&report.tokens[i].request.place);
                lines.push(format!("{} of {}: {place}", i + 1, self.tokens.len()));
                lines.extend(results.iter().map(line));
            }
        }
        lines
    }

    fn summary(&self) -> String {
        let count = self.totals.len();
        let unmet = self.totals.iter().filter(|result| !result.met).count();
        match (unmet, count) {
            (0, _) if self.is_incomplete => {
                "Requirements not met: the input contains more tokens than are inspected".to_owned()
            }
            _ if self.tokens.is_empty() => {
                "Requirements not met: the input contains no token".to_owned()
            }
            (0, 1) => "The requirement is met".to_owned(),
            (0, count) => format!("All {count} requirements are met"),
            (1, 1) => "The requirement is not met".to_owned(),
            (unmet, count) => format!("{unmet} of {count} requirements not met"),
        }
    }

    /// The requirements as a list for a ticket, without the values of claims.
    pub(super) fn markdown(&self) -> String {
        let mut text = format!("\n## Required\n\n{}\n\n", self.summary());
        for result in &self.totals {
            let word = if result.met { "met" } else { "not met" };
            let expr = text::visible(&result.expr).replace('`', "'");
            text += &["- `", &expr, "`: ", word, "\n"].concat();
        }
        text
    }

    /// Adds the results to the JSON of a report: for the whole input, and for each token.
    pub(super) fn put(&self, json: Value) -> Value {
        let Value::Object(mut json) = json else {
            return json;
        };
        if let Some(Value::Array(tokens)) = json.get("tokens") {
            let tokens = tokens.iter().zip(&self.tokens).map(|(token, results)| {
                let mut token = token.as_object().cloned().unwrap_or_default();
                token.push("required", as_json(results));
                Value::Object(token)
            });
            let tokens = tokens.collect();
            json.set("tokens", Value::Array(tokens));
        }
        json.push("required", as_json(&self.totals));
        Value::Object(json)
    }
}

fn line(result: &RequirementResult) -> String {
    let expr = text::visible(&result.expr);
    if result.met {
        format!("  met      {expr}")
    } else {
        format!("  not met  {expr}: {}", text::visible(&result.words))
    }
}

fn as_json(results: &[RequirementResult]) -> Value {
    let results = results.iter().map(|result| {
        let mut json = Object::default();
        json.push("expr", result.expr.as_str());
        json.push("met", Value::Bool(result.met));
        json.push("found", optional(result.found.as_deref()));
        Value::Object(json)
    });
    Value::Array(results.collect())
}
