//! A restriction, a referrer and a user agent, parted by zero bytes: what is read is written and read the same, and what
//! allows more never refuses more.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mux_jwt_fuzz::{
    core::mux::{
        header::Header,
        restriction::{Restriction, Verdict, Visit},
    },
    tokens,
};

fuzz_target!(|data: &[u8]| {
    let text = tokens::text(data);
    let mut fields = text.split('\0');
    let json = fields.next().unwrap_or_default();
    let mut header = || match fields.next() {
        None => Header::Unknown,
        Some("-") => Header::Absent,
        Some(text) => Header::Value(text.to_owned()),
    };
    let visit = Visit {
        referrer: header(),
        user_agent: header(),
    };
    let restrictions = match Restriction::read(json) {
        Ok(restrictions) => restrictions,
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.hint().is_empty());
            return;
        }
    };
    assert!(!restrictions.is_empty());
    for restriction in restrictions {
        // A body without any line is none, and one without an ID is still the same restriction.
        let body = restriction.body().to_string();
        if let Ok(again) = Restriction::read(&body) {
            assert_eq!(
                again,
                [Restriction {
                    id: None,
                    ..restriction.clone()
                }],
                "{body}"
            );
        } else {
            assert_eq!(body, "{}");
        }
        for note in restriction.notes() {
            assert!(!note.message.is_empty() && !note.hint.is_empty());
        }
        let mut visits: Vec<_> = restriction
            .cases()
            .into_iter()
            .map(|case| case.visit)
            .collect();
        visits.push(visit.clone());
        for visit in visits {
            let verdict = restriction.ask(&visit);
            assert!(matches!(&verdict, Verdict::Allowed { .. }) || !verdict.because().is_empty());
            let _hint = verdict.hint();
            // Each of these lets more in.
            let mut wider = restriction.clone();
            wider.allow_no_referrer = Some(true);
            wider.allow_no_user_agent = Some(true);
            wider.allow_high_risk_user_agent = Some(true);
            never_worse(&verdict, &wider.ask(&visit), &wider, &visit);
            if let Some(domains) = &mut wider.allowed_domains {
                domains.push("more.example.com".to_owned());
                // Mux does not document a `*` next to other entries.
                if !domains.iter().any(|line| line.trim() == "*") {
                    never_worse(&verdict, &wider.ask(&visit), &wider, &visit);
                }
                wider.allowed_domains = Some(vec!["*".to_owned()]);
                never_worse(&verdict, &wider.ask(&visit), &wider, &visit);
                let refused = matches!(wider.ask(&visit), Verdict::Refused { .. });
                assert!(!refused, "{wider:?} {visit:?}");
            }
        }
    }
});

fn never_worse(verdict: &Verdict, wider: &Verdict, restriction: &Restriction, visit: &Visit) {
    let refuses = matches!(wider, Verdict::Refused { .. });
    assert!(
        !refuses || matches!(verdict, Verdict::Refused { .. }),
        "{verdict:?} {restriction:?} {visit:?}"
    );
    let allowed = matches!(verdict, Verdict::Allowed { .. });
    assert!(
        !allowed || matches!(wider, Verdict::Allowed { .. }),
        "{wider:?} {restriction:?} {visit:?}"
    );
}
