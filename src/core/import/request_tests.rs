//! Inputs in every format that shows a request, and what they show of it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::find;
use crate::core::{
    mux::{header::Header, url::MediaUrl},
    request::MediaRequest,
    time::Timestamp,
};

const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.AAAA";
const ID: &str = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";

/// 2026-11-25T11:58:03Z, the time of the requests.
const AT: i64 = 1_795_607_883;

/// The request in one line: time relative to [`AT`], status, referrer, user agent, and where the token is sent.
fn shown(request: &MediaRequest) -> String {
    let header = |header: &Header| match header {
        Header::Unknown => "?".to_owned(),
        Header::Absent => "-".to_owned(),
        Header::Value(value) => value.clone(),
    };
    let request = &request.clone().with_year(Timestamp(AT));
    let at = request.at.map(|Timestamp(at)| (at - AT).to_string());
    let assumed = if request.is_zone_assumed { "~" } else { "" };
    let status = request.status.map(|status| status.to_string());
    let path = |url: &MediaUrl| url.to_string().replace(ID, "ID");
    let url = request.media_url().map(path);
    let url = url.map(|url| url.split('?').next().unwrap_or_default().to_owned());
    [
        assumed.to_owned() + &at.unwrap_or_else(|| "?".to_owned()),
        status.unwrap_or_else(|| "?".to_owned()),
        header(&request.headers.referrer),
        header(&request.headers.user_agent),
        url.unwrap_or_else(|| "?".to_owned()),
    ]
    .join(" | ")
}

/// Replaces `$U`, `$P`, `$T` and `$ID` by a URL with a token, its path, the token and an ID.
fn filled(text: &str) -> String {
    text.replace("$U", "https://stream.mux.com$P")
        .replace("$P", "/$ID.m3u8?token=$T")
        .replace("$T", TOKEN)
        .replace("$ID", ID)
}

/// Checks the requests in each input.
fn check(inputs: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected) in inputs {
        let import = find(&filled(text));
        let found: Vec<_> = import.tokens.iter().map(shown).collect();
        let is_token = import.tokens.iter().all(|found| found.text == TOKEN);
        if found != *expected || !is_token {
            wrong.push(format!("{text}\n  found {found:?}\n  not   {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn access_logs_show_time_status_and_headers() {
    const SHOP: &str =
        "0 | 403 | https://shop.example/ | Mozilla/5.0 (X11) | https://stream.mux.com/ID.m3u8";
    check(&[
        // nginx and Apache, with offsets and virtual hosts.
        (
            "198.51.100.2 - - [25/Nov/2026:11:58:03 +0000] \"GET $P HTTP/1.1\" 403 548 \"https://shop.example/\" \"Mozilla/5.0 (X11)\"",
            &[SHOP],
        ),
        (
            "stream.example:443 198.51.100.2 - bob [25/Nov/2026:12:58:03 +0100] \"GET $P HTTP/2.0\" 403 548 \"https://shop.example/\" \"Mozilla/5.0 (X11)\" 0.003",
            &[SHOP],
        ),
        (
            "198.51.100.2 - - [25/Nov/2026:11:58:03 +0000] \"GET $P HTTP/1.1\" 200 548 \"-\" \"-\"",
            &["0 | 200 | - | - | https://stream.mux.com/ID.m3u8"],
        ),
        // The common format has no headers.
        (
            "198.51.100.2 - - [25/Nov/2026:11:58:03 +0000] \"GET $P HTTP/1.1\" 200 548",
            &["0 | 200 | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        // AWS: S3 and load balancers.
        (
            "owner bucket [25/Nov/2026:11:58:03 +0000] 198.51.100.2 - 3E57 REST.GET.OBJECT key \"GET $P HTTP/1.1\" 403 - 113 - 7 - \"https://shop.example/\" \"Mozilla/5.0 (X11)\" -",
            &[SHOP],
        ),
        (
            "https 2026-11-25T11:58:03.186641Z app/lb/1 198.51.100.2:2817 10.0.0.1:80 0.000 0.001 0.000 403 403 34 366 \"GET https://lb.example:443$P HTTP/2.0\" \"Mozilla/5.0 (X11)\" ECDHE TLSv1.2",
            &["0 | 403 | ? | Mozilla/5.0 (X11) | ?"],
        ),
        // nginx errors; in local time.
        (
            "2026/11/25 11:58:03 [error] 7#7: *1 upstream failed, client: 198.51.100.2, server: _, request: \"GET $P HTTP/1.1\", host: \"stream.mux.com\", referrer: \"https://shop.example/\"",
            &["~0 | ? | https://shop.example/ | ? | https://stream.mux.com/ID.m3u8"],
        ),
        // logfmt, Squid, Python, Go, Java, Node, a CI runner, a container.
        (
            "ts=2026-11-25T11:58:03Z level=error url=$U status=403 referer=https://shop.example/ user_agent=\"Mozilla/5.0 (X11)\"",
            &[SHOP],
        ),
        (
            "level=info msg=x url=$U status=403 time=1795607883",
            &["? | 403 | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            "1795607883.123    120 198.51.100.1 TCP_MISS/403 548 GET $U - HIER_DIRECT/1 -",
            &["0 | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            "2026-11-25 11:58:03,123 ERROR requests: 403 Client Error: Forbidden for url: $U",
            &["~0 | 403 | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            "2026-11-25 13:58:03.5 +0200 [main] WARN Player - $U failed\r\n\tat com.example.Player\r\n",
            &["0 | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            "web_1  | 2026-11-25T11:58:03Z GET $U 403",
            &["0 | 403 | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        // The lines of one entry.
        (
            "2026-11-25T11:58:03Z ERROR Source error\n  Caused by: Response code: 403\n  at $U\n\n$U",
            &["0 | 403 | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        // Without a year, or without a date.
        (
            "11-25 11:58:03.100  4122  4199 D Player: uri=$U",
            &["~0 | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            "06:50:45 GET $U 403",
            &["? | 403 | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        // Dates that are no times of requests.
        (
            "The link expires 2026-11-25T11:58:03Z: $U",
            &["? | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            "[a](https://example.com/2026-11-25T11:58:03Z) $U",
            &["? | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
    ]);
}

#[test]
fn tables_of_logs_show_requests() {
    check(&[
        // CloudFront, with the host of the distribution.
        (
            "#Version: 1.0\n#Fields: date time x-edge-location c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query\n2026-11-25\t11:58:03\tFRA56-C1\t198.51.100.9\tGET\td111.cloudfront.net\t/$ID.m3u8\t403\thttps://shop.example/\tMozilla/5.0%2520(X11)\ttoken=$T",
            &[
                "0 | 403 | https://shop.example/ | Mozilla/5.0 (X11) | https://stream.mux.com/ID.m3u8",
            ],
        ),
        // IIS, with blanks.
        (
            "#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip cs(User-Agent) cs(Referer) sc-status\r\n2026-11-25 11:58:03 10.0.0.1 GET /$ID/thumbnail.jpg token=$T 443 198.51.100.2 Mozilla/5.0+(X11) - 200\r\n",
            &["0 | 200 | - | Mozilla/5.0 (X11) | https://image.mux.com/ID/thumbnail.jpg"],
        ),
    ]);
}

#[test]
fn json_records_show_requests() {
    check(&[
        // Lines: nginx, Pino, Caddy, Cloudflare, Fastly, Elastic, Google Cloud.
        (
            r#"{"time_iso8601":"2026-11-25T12:58:03+01:00","request_method":"GET","host":"cdn.example","request_uri":"$P","status":"403","http_referer":"https://shop.example/","http_user_agent":"Mozilla/5.0"}
{"time_iso8601":"2026-11-25T12:58:04+01:00","request_method":"GET","request_uri":"/x","status":"200"}"#,
            &["0 | 403 | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
        (
            r#"{"level":30,"time":1795607883123,"req":{"method":"GET","url":"$P","headers":{"host":"stream.mux.com","referer":"https://shop.example/"}},"res":{"statusCode":403},"msg":"request completed"}"#,
            &["0 | 403 | https://shop.example/ | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            r#"{"level":"info","ts":1795607883.5,"request":{"host":"stream.mux.com","uri":"$P","headers":{"Referer":["https://shop.example/"],"User-Agent":["Mozilla/5.0"]}},"status":403}"#,
            &["0 | 403 | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
        (
            r#"{"ClientRequestHost":"stream.mux.com","ClientRequestMethod":"GET","ClientRequestURI":"$P","ClientRequestReferer":"https://shop.example/","ClientRequestUserAgent":"Mozilla/5.0","EdgeResponseStatus":403,"EdgeStartTimestamp":1795607883000000000}"#,
            &["0 | 403 | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
        (
            r#"{"timestamp":"2026-11-25T11:58:03+0000","client_ip":"198.51.100.2","host":"stream.mux.com","path":"/$ID.m3u8","query":"token=$T","request_referer":"","request_user_agent":"Mozilla/5.0","response_status":403}"#,
            &["0 | 403 | - | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
        (
            r#"{"@timestamp":"2026-11-25T11:58:03Z","http":{"request":{"method":"GET","referrer":"https://shop.example/"},"response":{"status_code":403}},"url":{"original":"$U"},"user_agent":{"original":"Mozilla/5.0"}}"#,
            &["0 | 403 | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
        (
            r#"[{"httpRequest":{"requestMethod":"GET","requestUrl":"$U","status":403,"userAgent":"Mozilla/5.0","referer":"https://shop.example/"},"timestamp":"2026-11-25T11:58:03Z","severity":"WARNING"}]"#,
            &["0 | 403 | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
        // The URL in a message; the query as an object.
        (
            r#"{"level":"error","timestampInMs":1795607883000,"proxy":{"path":"/api/play","statusCode":403},"text":"fetch failed $U"}"#,
            &["0 | 403 | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            r#"{"level":"error","ts":"2026-11-25T11:58:03Z","method":"GET","host":"stream.mux.com","path":"/$ID.m3u8","query":{"token":"$T"}}"#,
            &["0 | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        // No records: an answer of an API, a document.
        (
            r#"{"url":"$U","timestamp":1795607883,"message":"ok"}"#,
            &["? | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            r#"{"title":"x","date":"2026-11-25T11:58:03Z","video":"$U"}"#,
            &["? | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
    ]);
}

#[test]
fn saved_sessions_show_requests() {
    const SHOP: &str =
        "0 | 403 | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8";
    check(&[
        (
            r#"{"log":{"entries":[{"startedDateTime":"2026-11-25T12:58:03.100+01:00","time":12.5,"request":{"method":"GET","url":"$U","headers":[{"name":"referer","value":"https://shop.example/"},{"name":"user-agent","value":"Mozilla/5.0"}]},"response":{"status":403,"headers":[{"name":"date","value":"Wed, 25 Nov 2026 10:00:00 GMT"}]}}]}}"#,
            &[SHOP],
        ),
        // Nothing but the request; a request that was blocked.
        (
            r#"{"log":{"entries":[{"request":{"url":"$U"}}]}}"#,
            &["? | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            r#"{"log":{"entries":[{"startedDateTime":"2026-11-25T11:58:03Z","request":{"url":"$U","headers":[{"name":"User-Agent","value":"x"}]},"response":{"status":0}}]}}"#,
            &["0 | ? | - | x | https://stream.mux.com/ID.m3u8"],
        ),
        // One entry, and a list of entries.
        (
            r#"{"startedDateTime":"2026-11-25T11:58:03Z","request":{"url":"$U"},"response":{"status":200}}"#,
            &["0 | 200 | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            r#"[{"startedDateTime":"2026-11-25T11:58:03Z","request":{"url":"$U"},"response":{"status":200}}]"#,
            &["0 | 200 | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        // Charles.
        (
            r#"[{"status":"COMPLETE","method":"GET","protocolVersion":"HTTP/1.1","scheme":"https","host":"stream.mux.com","actualPort":443,"path":"/$ID.m3u8","query":"token=$T","times":{"start":"2026-11-25T11:58:03.000+00:00"},"request":{"header":{"headers":[{"name":"Referer","value":"https://shop.example/"},{"name":"User-Agent","value":"Mozilla/5.0"}]}},"response":{"status":403}}]"#,
            &[SHOP],
        ),
        (
            r#"<?xml version="1.0"?><charles-session><transaction status="COMPLETE" method="GET" protocol="HTTP/1.1" scheme="https" host="stream.mux.com" port="443" path="/$ID.m3u8" query="token=$T" startTime="2026-11-25T11:58:03.000+00:00" startTimeMillis="1795607883000"><request headers="true" body="false"><headers><first-line><![CDATA[GET / HTTP/1.1]]></first-line><header><name>Referer</name><value>https://shop.example/</value></header><header><name>User-Agent</name><value>Mozilla/5.0</value></header></headers></request><response status="403" headers="true"></response></transaction></charles-session>"#,
            &[SHOP],
        ),
        // Playwright and the DevTools protocol.
        (
            r#"{"type":"before","callId":"call@1","startTime":12.5,"wallTime":1795607000000}
{"type":"resource-snapshot","snapshot":{"startedDateTime":"2026-11-25T11:58:03.000Z","_monotonicTime":12.5,"request":{"method":"GET","url":"$U","headers":[{"name":"referer","value":"https://shop.example/"},{"name":"user-agent","value":"Mozilla/5.0"}]},"response":{"status":403}}}"#,
            &[SHOP],
        ),
        (
            r#"{"method":"Network.requestWillBeSent","params":{"timestamp":98.25,"wallTime":1795607883.25,"request":{"url":"$U","headers":{"Referer":"https://shop.example/","User-Agent":"Mozilla/5.0"}}}}
{"method":"Network.other"}"#,
            &["0 | ? | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
    ]);
}

#[test]
fn raw_requests_show_headers_and_response() {
    const SHOP: &str =
        "0 | 403 | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8";
    check(&[
        (
            "GET $P HTTP/1.1\r\nHost: stream.mux.com\r\nReferer: https://shop.example/\r\nUser-Agent: Mozilla/5.0\r\n\r\nHTTP/1.1 403 Forbidden\r\nDate: Wed, 25 Nov 2026 11:58:03 GMT\r\n",
            &[SHOP],
        ),
        // No referrer among all headers.
        (
            "GET $P HTTP/1.1\nHost: stream.mux.com\nUser-Agent: Mozilla/5.0\n\nHTTP/2 200\ndate: Wed, 25 Nov 2026 11:58:03 GMT",
            &["0 | 200 | - | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
        (
            ":authority: stream.mux.com\n:method: GET\n:path: $P\n:scheme: https\nreferer: https://shop.example/\nuser-agent: Mozilla/5.0",
            &["? | ? | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
        (
            ":authority\nstream.mux.com\n:method\nGET\n:path\n$P\nreferer\nhttps://shop.example/\nuser-agent\nMozilla/5.0",
            &["? | ? | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
        // The host of the request, where the path fits several.
        (
            "GET /$ID?token=$T HTTP/1.1\nHost: stream.mux.com\n",
            &["? | ? | ? | ? | https://stream.mux.com/ID"],
        ),
        (
            "$ curl -v '$U'\n> GET $P HTTP/2\n> Host: stream.mux.com\n> User-Agent: curl/8.5\n>\n< HTTP/2 403\n< date: Wed, 25 Nov 2026 11:58:03 GMT\n",
            &["0 | 403 | - | curl/8.5 | https://stream.mux.com/ID.m3u8"],
        ),
    ]);
}

#[test]
fn commands_and_code_show_headers() {
    const BOTH: &str =
        "? | ? | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8";
    const REFERRER: &str = "? | ? | https://shop.example/ | ? | https://stream.mux.com/ID.m3u8";
    check(&[
        (
            "wget --referer=https://shop.example/ -U 'Mozilla/5.0' '$U'",
            &[BOTH],
        ),
        (
            "wget --header='Referer: https://shop.example/' --user-agent=\"Mozilla/5.0\" '$U'",
            &[BOTH],
        ),
        (
            "$ ffmpeg -user_agent Mozilla/5.0 -referer https://shop.example/ -i '$U' out.mp4",
            &[BOTH],
        ),
        (
            "ffmpeg -headers $'Referer: https://shop.example/\\r\\nUser-Agent: Mozilla/5.0\\r\\n' -i \"$U\"\n[https @ 0x1] HTTP error 403 Forbidden\nError opening input file $U.",
            &["? | 403 | https://shop.example/ | Mozilla/5.0 | https://stream.mux.com/ID.m3u8"],
        ),
        (
            "yt-dlp --referer https://shop.example/ --user-agent 'Mozilla/5.0' '$U'",
            &[BOTH],
        ),
        (
            "yt-dlp --add-header 'Referer:https://shop.example/' --add-header User-Agent:Mozilla/5.0 '$U'",
            &[BOTH],
        ),
        (
            "mpv --referrer=https://shop.example/ --user-agent=Mozilla/5.0 $U",
            &[BOTH],
        ),
        ("vlc --http-referrer=https://shop.example/ $U", &[REFERRER]),
        (
            "streamlink --http-header 'Referer=https://shop.example/' '$U' best",
            &[REFERRER],
        ),
        (
            "http GET '$U' Referer:https://shop.example/ User-Agent:Mozilla/5.0",
            &[BOTH],
        ),
        (
            "cd /tmp\ncurl -e https://shop.example/ -A 'Mozilla/5.0' '$U'",
            &[BOTH],
        ),
        (
            "fetch(\"$U\", {\n  \"headers\": {\n    \"accept\": \"*/*\"\n  },\n  \"referrer\": \"https://shop.example/\",\n  \"referrerPolicy\": \"strict-origin-when-cross-origin\",\n  \"body\": null,\n  \"method\": \"GET\"\n});",
            &[REFERRER],
        ),
        (
            "await fetch(\"$U\", { headers: { Referer: 'https://shop.example/', 'User-Agent': 'Mozilla/5.0' } });",
            &[BOTH],
        ),
        (
            "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.UserAgent = \"Mozilla/5.0\"\nInvoke-WebRequest -UseBasicParsing -Uri \"$U\" `\n-WebSession $session `\n-Headers @{\n\"Origin\"=\"https://shop.example\"\n\"Referer\"=\"https://shop.example/\"\n}",
            &[BOTH],
        ),
        (
            "import requests\nheaders = {\"Referer\": \"https://shop.example/\", \"User-Agent\": \"Mozilla/5.0\"}\nr = requests.get(\"$U\", headers=headers)",
            &[BOTH],
        ),
        (
            "req, _ := http.NewRequest(\"GET\", \"$U\", nil)\nreq.Header.Set(\"Referer\", \"https://shop.example/\")\nreq.Header.Set(\"User-Agent\", \"Mozilla/5.0\")",
            &[BOTH],
        ),
        (
            "var request = URLRequest(url: URL(string: \"$U\")!)\nrequest.setValue(\"https://shop.example/\", forHTTPHeaderField: \"Referer\")",
            &[REFERRER],
        ),
        (
            "val headers = mapOf(\"Referer\" to \"https://shop.example/\")\nval uri = \"$U\"",
            &[REFERRER],
        ),
        (
            "curl_setopt($ch, CURLOPT_URL, '$U');\ncurl_setopt($ch, CURLOPT_REFERER, 'https://shop.example/');\ncurl_setopt($ch, CURLOPT_USERAGENT, 'Mozilla/5.0');",
            &[BOTH],
        ),
        // Two values, of which none is certain; a policy; a variable; a restriction.
        (
            "Referer: https://shop.example/\nReferer: https://other.example/\n$U",
            &["? | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            "<meta name=\"referrer\" content=\"no-referrer\">\n<a href=\"$U\">x</a>",
            &["? | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            "track(document.referrer, '$U')",
            &["? | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
        (
            "\"referrer\": {\"allowed_domains\": [\"shop.example\"]}\n$U",
            &["? | ? | ? | ? | https://stream.mux.com/ID.m3u8"],
        ),
    ]);
}

#[test]
fn each_request_has_its_own_headers() {
    let text = filled(
        "yt-dlp --referer https://a.example/ 'https://stream.mux.com/A.m3u8?token=$T'\n\
         yt-dlp --referer https://b.example/ 'https://stream.mux.com/B.m3u8?token=$T'\n\
         \n\
         GET /C.m3u8?token=$T HTTP/1.1\nHost: stream.mux.com\nReferer: https://c.example/\n\
         \n\
         GET /D.m3u8?token=$T HTTP/1.1\nHost: stream.mux.com\n",
    );
    let import = find(&text);
    let referrers: Vec<_> = import
        .tokens
        .iter()
        .map(|found| found.headers.referrer.clone())
        .collect();
    let value = |name: &str| Header::Value(format!("https://{name}.example/"));
    assert_eq!(
        referrers,
        [value("a"), value("b"), value("c"), Header::Unknown]
    );
}

#[test]
fn first_failure_decides_when_a_token_was_used() {
    let log = |lines: &[(&str, u16)]| {
        let lines = lines.iter().map(|(time, status)| {
            format!("[25/Nov/2026:{time} +0000] \"GET $P HTTP/1.1\" {status} 12\n")
        });
        let import = find(&filled(&lines.collect::<String>()));
        let request = import.tokens[0].clone();
        assert_eq!(import.tokens.len(), 1);
        (
            request.at.map(|at| at.0 - AT),
            request.status,
            request.worked_at.map(|at| at.0 - AT),
        )
    };
    let worked = ("11:50:03", 200);
    assert_eq!(
        log(&[worked, ("11:58:03", 403)]),
        (Some(0), Some(403), Some(-480))
    );
    assert_eq!(
        log(&[worked, ("11:58:03", 403), ("11:59:03", 403)]),
        (Some(0), Some(403), Some(-480))
    );
    // In any order.
    assert_eq!(
        log(&[("11:59:03", 403), ("11:58:03", 403), worked]),
        (Some(0), Some(403), Some(-480))
    );
    assert_eq!(
        log(&[worked, ("11:58:03", 200)]),
        (Some(0), Some(200), Some(0))
    );
    assert_eq!(
        log(&[("11:58:03", 200), worked]),
        (Some(0), Some(200), Some(0))
    );
}

#[test]
fn fragments_are_one_request() {
    let cue = |i| format!("00:0{i}.000 --> 00:0{i}.900\n$U#xywh={i},0,284,160\n\n");
    for (text, count) in [
        (format!("WEBVTT\n\n{}{}{}", cue(0), cue(1), cue(2)), 3),
        ("$U#t=10 $U#t=20 $U#t=30".to_owned(), 3),
    ] {
        let import = find(&filled(&text));
        let counts: Vec<_> = import.tokens.iter().map(|found| found.count).collect();
        assert_eq!(counts, [count], "{text}");
        assert_eq!(import.tokens[0].text, TOKEN);
    }
}

#[test]
fn lines_are_counted_with_every_line_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = filled("a\n\n2026-11-25T11:58:03Z GET $U 403\nb\n$P").replace('\n', end);
        let import = find(&text);
        let places: Vec<_> = import
            .tokens
            .iter()
            .map(MediaRequest::place_in_words)
            .collect();
        assert_eq!(places, ["`token` in the URL on line 3"], "{end:?}");
        assert_eq!(import.tokens[0].at, Some(Timestamp(AT)), "{end:?}");
    }
}

/// A token with a header and claims.
fn token(header: &str, claims: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.AAAA", part(header), part(claims))
}

const FIREBASE: (&str, &str) = (
    r#"{"alg":"RS256","kid":"a1"}"#,
    r#"{"iss":"https://securetoken.google.com/shop","aud":"shop","sub":"Zk3aQ1xY7PbcD9eFgHiJ","exp":1795611600}"#,
);
const SUPABASE: (&str, &str) = (
    r#"{"alg":"HS256","typ":"JWT"}"#,
    r#"{"iss":"supabase","ref":"abc","role":"anon","exp":1795611600}"#,
);
const COGNITO: (&str, &str) = (
    r#"{"alg":"RS256","kid":"c1"}"#,
    r#"{"iss":"https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x","token_use":"access","client_id":"x","sub":"b7d0f5de-1f7a-4f83-9c55-5a1be0c6c8c1","exp":1795611600}"#,
);
const SESSION: (&str, &str) = (r#"{"alg":"HS256"}"#, r#"{"userId":7,"exp":1795611600}"#);
const OURS: (&str, &str) = (
    r#"{"alg":"RS256","kid":"K"}"#,
    r#"{"iss":"https://shop.example","sub":"Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE","aud":"v","exp":1795611600}"#,
);

#[test]
fn tokens_of_other_systems_are_not_judged() {
    for (text, issuers, ours) in [
        (
            "curl 'https://stream.mux.com$P' -H 'Authorization: Bearer {F}'",
            vec![Some("https://securetoken.google.com/shop")],
            1,
        ),
        (
            "curl https://stream.mux.com/$ID.m3u8 -H 'Authorization: Bearer {C}'",
            vec![Some(
                "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x",
            )],
            0,
        ),
        (
            "GET $P HTTP/1.1\nHost: stream.mux.com\nAuthorization: Bearer {F}\nCookie: session={S}; a=b\n",
            vec![Some("https://securetoken.google.com/shop"), None],
            1,
        ),
        (
            r#"{"log":{"entries":[{"request":{"url":"https://abc.supabase.co/rest/v1/videos","headers":[{"name":"apikey","value":"{U}"},{"name":"Authorization","value":"Bearer {U}"}]},"response":{"status":200,"content":{"text":"{\"token\":\"$T\",\"id_token\":\"{C}\"}"}}},{"request":{"url":"$U"}}]}}"#,
            vec![
                Some("supabase"),
                Some("https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x"),
            ],
            1,
        ),
        (
            r#"{"playbackId":"$ID","playbackToken":"$T","user":{"accessToken":"{F}"}}"#,
            vec![Some("https://securetoken.google.com/shop")],
            1,
        ),
        (
            "2026-11-25T11:58:03Z GET https://api.shop.example/v1?jwt={S} 200\n2026-11-25T11:58:03Z GET $U 403",
            vec![None],
            1,
        ),
        (
            "GET https://abc.supabase.co/storage/v1/object/sign/a.mp4?token={S}",
            vec![None],
            0,
        ),
        // Mux's, or meant for Mux.
        (
            "curl https://stream.mux.com/$ID.m3u8 -H 'Authorization: Bearer {O}'",
            vec![],
            1,
        ),
        (
            "curl https://stream.mux.com/$ID.m3u8 -H 'Authorization: Bearer $T'",
            vec![],
            1,
        ),
        ("https://stream.mux.com/$ID.m3u8?token={F}", vec![], 1),
        ("Cookie: mux_token={F}", vec![], 1),
        ("{F}", vec![], 1),
        ("Authorization: Bearer {F}", vec![], 1),
        (r#"{"playback_id":"$ID","token":"{F}"}"#, vec![], 1),
        (
            "<mux-player playback-id=\"$ID\" playback-token=\"{F}\">",
            vec![],
            1,
        ),
    ] {
        let filled = [
            ("{F}", FIREBASE),
            ("{U}", SUPABASE),
            ("{C}", COGNITO),
            ("{S}", SESSION),
            ("{O}", OURS),
        ]
        .into_iter()
        .fold(filled(text), |text, (name, (header, claims))| {
            text.replace(name, &token(header, claims))
        });
        let import = find(&filled);
        let found: Vec<_> = import
            .other_systems
            .iter()
            .map(|system| system.issuer.as_deref())
            .collect();
        assert_eq!(found, issuers, "{text}");
        assert_eq!(import.tokens.len(), ours, "{text}");
    }
}
