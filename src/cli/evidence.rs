//! What the user knows of the request that failed, as arguments of `inspect`.

use super::args::{header, parsed};
use crate::core::{
    diagnose::{
        evidence::Evidence,
        report::{Report, TokenReport},
    },
    mux::{header::Header, url::MediaUrl},
    problem::Problem,
    time::Span,
};

/// The context of the request that failed.
#[derive(clap::Args, Debug)]
pub(super) struct EvidenceArgs {
    /// Requested URL, if it is not in the text
    #[arg(long, value_name = "URL", value_parser = media_url)]
    url: Option<MediaUrl>,
    /// Expected ID in the token
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Duration of the video, such as 2h or 95m
    #[arg(long, value_name = "SPAN", value_parser = parsed(Span::parse))]
    duration: Option<Span>,
    /// Referer header of the failed request; '' if it had none
    #[arg(long, value_name = "REFERRER", value_parser = header)]
    referrer: Option<Header>,
    /// User-Agent header of the failed request; '' if it had none
    #[arg(long, value_name = "AGENT", value_parser = header)]
    user_agent: Option<Header>,
    /// Observed error: an HTTP status, a player error code or message
    #[arg(long, value_name = "SYMPTOM", allow_negative_numbers = true)]
    saw: Option<String>,
}

fn media_url(text: &str) -> Result<MediaUrl, Problem> {
    MediaUrl::read_loosely(text).map_err(|error| {
        Problem::new(
            error,
            "Pass the whole requested URL, such as https://stream.mux.com/ID.m3u8",
        )
    })
}

impl EvidenceArgs {
    /// The evidence given, without the restriction.
    pub(super) fn evidence(&self) -> Evidence {
        let id = self.id.as_deref().map(str::trim);
        let mut evidence = Evidence {
            url: self.url.clone(),
            id: id.filter(|id| !id.is_empty()).map(str::to_owned),
            duration: self.duration,
            referrer: self.referrer.clone().unwrap_or_default(),
            user_agent: self.user_agent.clone().unwrap_or_default(),
            ..Evidence::default()
        };
        evidence.see(self.saw.as_deref().unwrap_or_default());
        evidence
    }

    /// Warnings about evidence that decides nothing in this report.
    pub(super) fn unused(&self, report: &Report, has_restriction: bool) -> Vec<String> {
        let mut warnings = Vec::new();
        let own = |token: &TokenReport| token.request.media_url().cloned();
        let is_other = |url: &MediaUrl| self.url.as_ref().is_some_and(|given| given != url);
        let with_other = report
            .tokens
            .iter()
            .filter_map(own)
            .filter(is_other)
            .count();
        if with_other > 0 && with_other == report.tokens.len() {
            warnings.push("`--url` is ignored: the token is in a URL of its own".to_owned());
        } else if with_other > 0 {
            warnings
                .push("`--url` is ignored for tokens that are in a URL of their own".to_owned());
        }
        if !has_restriction {
            let given = [
                ("--referrer", self.referrer.is_some()),
                ("--user-agent", self.user_agent.is_some()),
            ];
            let given = given.into_iter().filter(|(_, is_given)| *is_given);
            warnings.extend(
                given.map(|(name, _)| format!("`{name}` has no effect without `--restriction`")),
            );
        }
        warnings
    }
}
