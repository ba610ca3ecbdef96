//! The names of a request's parts in logs, records, headers and options.

/// A part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RequestPart {
    /// When it was sent.
    At,
    /// The date, or the `Date` header of the response.
    Date,
    Url,
    Host,
    Path,
    Query,
    Status,
    Referrer,
    UserAgent,
}

/// The maximum length of a name.
const MAX_LEN: usize = 48;

/// The part that a name is for, in any convention: `cs(User-Agent)`, `http_user_agent`, `clientRequestUserAgent`.
pub(super) fn field(name: &str) -> Option<RequestPart> {
    field_in("", name)
}

/// The part that the name of a member is for, together with the name of its object: `url.full`, `http.request.referrer`.
pub(super) fn field_in(object: &str, name: &str) -> Option<RequestPart> {
    if object.len() + name.len() > MAX_LEN {
        return None;
    }
    let mut plain = [0; MAX_LEN];
    let mut len = 0;
    let both = object.bytes().chain(name.bytes());
    for b in both.filter(u8::is_ascii_alphanumeric) {
        plain[len] = b.to_ascii_lowercase();
        len += 1;
    }
    Some(match &plain[..len] {
        b"ts"
        | b"time"
        | b"timestamp"
        | b"datetime"
        | b"starteddatetime"
        | b"starttime"
        | b"startutc"
        | b"starttimemillis"
        | b"timesstart"
        | b"timeiso8601"
        | b"timelocal"
        | b"msec"
        | b"eventtime"
        | b"eventtimestamp"
        | b"edgestarttimestamp"
        | b"requesttimestamp"
        | b"requesttime"
        | b"requestreceivedat"
        | b"receivedat"
        | b"walltime"
        | b"asctime"
        | b"loggedat"
        | b"logtime"
        | b"timestampinms"
        | b"timestampms"
        | b"timegenerated" => RequestPart::At,
        b"date" => RequestPart::Date,
        b"url" | b"uri" | b"requesturl" | b"requesturi" | b"clientrequesturi" | b"originalurl"
        | b"urloriginal" | b"urlfull" | b"csuri" | b"rawurl" | b"href" | b"request" => {
            RequestPart::Url
        }
        b"host" | b"httphost" | b"cshost" | b"xhostheader" | b"authority" | b"requesthost"
        | b"clientrequesthost" | b"servername" | b"vhost" | b"urldomain" => RequestPart::Host,
        b"path" | b"pathname" | b"csuristem" | b"uristem" | b"uripath" | b"urlpath"
        | b"requestpath" | b"clientrequestpath" => RequestPart::Path,
        b"query" | b"csuriquery" | b"uriquery" | b"querystring" | b"rawquerystring" | b"args"
        | b"urlquery" | b"requestquery" | b"search" => RequestPart::Query,
        b"status"
        | b"statuscode"
        | b"scstatus"
        | b"httpstatus"
        | b"httpstatuscode"
        | b"responsestatus"
        | b"responsestatuscode"
        | b"responsecode"
        | b"networkdetailsstatus"
        | b"edgeresponsestatus"
        | b"downstreamstatus"
        | b"elbstatuscode"
        | b"httpresponsestatuscode" => RequestPart::Status,
        b"referer"
        | b"referrer"
        | b"httpreferer"
        | b"httpreferrer"
        | b"csreferer"
        | b"csreferrer"
        | b"requestreferer"
        | b"requestreferrer"
        | b"clientrequestreferer"
        | b"httprequestreferrer"
        | b"curloptreferer" => RequestPart::Referrer,
        b"useragent"
        | b"httpuseragent"
        | b"csuseragent"
        | b"requestuseragent"
        | b"clientrequestuseragent"
        | b"useragentoriginal"
        | b"curloptuseragent" => RequestPart::UserAgent,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_in_every_convention() {
        for (name, wanted) in [
            ("cs(User-Agent)", Some(RequestPart::UserAgent)),
            ("User-Agent", Some(RequestPart::UserAgent)),
            ("http_user_agent", Some(RequestPart::UserAgent)),
            ("CURLOPT_REFERER", Some(RequestPart::Referrer)),
            ("cs(Referer)", Some(RequestPart::Referrer)),
            ("@timestamp", Some(RequestPart::At)),
            ("startedDateTime", Some(RequestPart::At)),
            (":authority", Some(RequestPart::Host)),
            ("sc-status", Some(RequestPart::Status)),
            ("cs-uri-stem", Some(RequestPart::Path)),
            ("referrerPolicy", None),
            ("allow_no_referrer", None),
            ("created_at", None),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(field(name), wanted, "{name}");
        }
    }
}
